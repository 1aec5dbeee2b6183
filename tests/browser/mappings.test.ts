import type { Locator } from 'playwright-core';

import { until } from '../support/until';
import { judgeAll } from '../support/consumer-client';
import { describeInBrowser } from './support/chromium';
import type { Panel } from './support/panel';
import { stepsOnTwoSites } from './support/two-sites';

const LEAD = 'api::lead.lead';
const ERPNEXT_LEAD = 'api::erpnext-lead.erpnext-lead';
const NOTE = 'api::note.note';

interface Lead {
  name: string;
  country?: string;
}

describeInBrowser('a mapping, written by clicking', () => {
  const step = stepsOnTwoSites();
  let remoteId = '';

  const row = ({ page }: Panel, number: number): Locator =>
    page.getByRole('group', { name: `Row ${number}`, exact: true });
  const choose = (panel: Panel, number: number, field: string, option: string) =>
    panel.choose(row(panel, number).getByRole('combobox', { name: field }), option);

  step(
    'both sites’ content types are there to choose from',
    async ({ producerSite, producerApi, consumerApi, consumer }) => {
      const { accessKey } = await producerApi.streaming.createAccessKey({ name: 'Shop' });
      await consumerApi.streaming.createProducer({
        name: 'ERPNext',
        url: producerSite.url,
        accessKey,
        subscriber: consumerApi.administrator.email,
        subscriptions: [{ contentType: NOTE }],
      });
      await consumer.enter();
      await consumer.open('Mappings');
      await consumer.sees('No mapping yet');
      await consumer.page.getByRole('link', { name: 'Add mapping' }).first().click();
      await consumer.fill('Name', 'Leads');
      const { page } = consumer;
      await consumer.choose(page.getByRole('combobox', { name: 'Content type here' }), LEAD);
      await consumer.choose(
        page.getByRole('combobox', { name: 'Content type there' }),
        ERPNEXT_LEAD
      );
      await consumer.sees('No row fills name, a field of type string, which is required here');
    }
  );

  step('rows are filled by equal names, and what is wrong shows at once', async ({ consumer }) => {
    await consumer.click('Fill rows by equal names');
    await consumer.sees('2 rows have been added.');
    await consumer.click('Add row');
    await choose(consumer, 3, 'Field here', 'name');
    await row(consumer, 3).getByText('Nothing fills name').waitFor();
    await choose(consumer, 3, 'Field there', 'leadName');
    await row(consumer, 3).getByText('can be empty on the producer').waitFor();
    await row(consumer, 3).getByLabel('Default value').fill('Unknown');
    await row(consumer, 3).getByText('can be empty').waitFor({ state: 'hidden' });
    await consumer.click('Add row');
    await choose(consumer, 4, 'Field here', 'rating');
    await row(consumer, 4).getByRole('button', { name: 'Compute the value' }).click();
    await row(consumer, 4).getByRole('textbox', { name: 'Transform' }).fill('doc.ledName');
    await row(consumer, 4).getByText('do you mean leadName').waitFor();
    await row(consumer, 4)
      .getByRole('textbox', { name: 'Transform' })
      .fill('doc.country == "NL" ? 5 : 1');
    await row(consumer, 4).getByText('do you mean').waitFor({ state: 'hidden' });
  });

  step('it is saved as it was written', async ({ consumer, consumerApi }) => {
    await consumer.click('Save');
    await consumer.sees('Leads has been saved.');

    const { data } = await consumerApi.streaming.mappings();
    expect(data).toMatchObject([
      {
        name: 'Leads',
        localContentType: LEAD,
        remoteContentType: ERPNEXT_LEAD,
        fields: [
          { localField: 'phone', remoteField: 'phone' },
          { localField: 'country', remoteField: 'country' },
          { localField: 'name', remoteField: 'leadName', defaultValue: 'Unknown' },
          { localField: 'rating', remoteField: null, transform: 'doc.country == "NL" ? 5 : 1' },
        ],
      },
    ]);
  });

  step(
    'a producer’s content type that this site lacks is subscribed to by it',
    async ({ consumer, consumerApi, producerApi }) => {
      await consumer.open('Producers');
      await consumer.page.getByRole('link', { name: 'ERPNext' }).first().click();
      await consumer.click('Add content type');
      const second = consumer.page.getByRole('group', { name: 'Subscription 2' });
      await consumer.choose(
        second.getByRole('combobox', { name: 'Content type' }),
        `(${ERPNEXT_LEAD})`
      );
      await consumer.choose(second.getByRole('combobox', { name: 'Mapping' }), 'Leads');
      await consumer.click('Save');
      await consumer.sees('ERPNext has been saved.');

      const { data } = await consumerApi.streaming.producers();
      const [mapping] = (await consumerApi.streaming.mappings()).data;
      expect(data[0]?.subscriptions[0]).toMatchObject({
        contentType: ERPNEXT_LEAD,
        mapping: mapping?.documentId,
      });
      const [site] = (await producerApi.streaming.consumers()).data;
      await judgeAll(producerApi, site?.siteId ?? '');
    }
  );

  step('a preview shows what would become of a document', async ({ consumer, producerApi }) => {
    ({ documentId: remoteId } = await producerApi
      .documents(ERPNEXT_LEAD)
      .create({ leadName: 'Grace', country: 'NL' }));
    await consumer.open('Mappings');
    await consumer.page.getByRole('link', { name: 'Leads' }).click();
    await consumer.click('Preview');
    const dialog = consumer.page.getByRole('dialog');
    await dialog.getByLabel('Document id there').fill(remoteId);
    await dialog.getByRole('button', { name: 'Preview' }).click();
    await dialog.getByRole('row').filter({ hasText: 'name' }).getByText('Grace').waitFor();
    await dialog.getByText(/would be (made|changed)/).waitFor();
    await dialog.getByRole('button', { name: 'Done' }).click();
  });

  step('documents arrive as it says', async ({ consumerApi }) => {
    const lead = await until(
      async () => (await consumerApi.documents<Lead>(LEAD).findOne(remoteId)) ?? false,
      { what: 'the lead on the consumer' }
    );

    expect(lead).toMatchObject({ name: 'Grace', country: 'NL', rating: 5 });
  });

  step('it is not deleted as long as the producer uses it', async ({ consumer }) => {
    await consumer.click('Delete');
    await consumer.sees('This mapping is in use');
    await consumer.page.getByRole('link', { name: 'Producer ERPNext' }).waitFor();
    await consumer.click('Done');
  });
});

import { until } from '../support/until';
import { addProducer } from './support/add-producer';
import { describeInBrowser } from './support/chromium';
import { openPanel } from './support/panel';
import { stepsOnTwoSites } from './support/two-sites';

const NOTE = 'api::note.note';
const ITEM = 'api::item.item';
const CUSTOMER = 'api::customer.customer';
const SAMPLE = 'api::sample.sample';

interface Item {
  code: string;
  name: string | null;
}

describeInBrowser('two sites, set up by clicking', () => {
  const step = stepsOnTwoSites();
  let accessKey = '';

  step('a site without links says what to do first', async ({ producer }) => {
    await producer.enter();
    await producer.sees('First steps');
    await producer.page.getByRole('link', { name: 'Create an access key' }).waitFor();
    await producer.page.getByRole('link', { name: 'Add a producer' }).waitFor();
  });

  step('the producer makes an access key, which is shown once', async ({ producer }) => {
    await producer.open('Consumers');
    await producer.click('Create access key');
    await producer.fill('Name', 'Shop');
    await producer.click('Create');
    accessKey = await producer.page.getByLabel('Access key for Shop').inputValue();
    await producer.click('Done');

    expect(accessKey.length).toBeGreaterThan(20);
    expect(await producer.page.getByText(accessKey).count()).toBe(0);
  });

  step(
    'the consumer adds the producer with that key and asks for content types',
    async ({ producerSite, consumerApi, consumer }) => {
      await consumer.enter();
      await addProducer(consumer, {
        name: 'Head office',
        url: producerSite.url,
        accessKey,
        subscriber: consumerApi.administrator.email,
        contentTypes: [NOTE, ITEM, CUSTOMER, SAMPLE],
      });
      await consumer.sees('Connected');
      expect(await consumer.page.getByText('Pending', { exact: true }).count()).toBe(4);

      await consumer.click('Test connection');
      await consumer.sees('The connection works.');
      await consumer.click('Done');
    }
  );

  step(
    'the producer approves what it gives and rejects what it does not',
    async ({ producer, consumer }) => {
      await producer.open('Overview');
      await producer.page.getByRole('link', { name: /waits for your approval/ }).click();
      for (const approved of ['Note', 'Item']) {
        await producer.click(`Approve ${approved}`);
        await producer.row(approved).getByText('Approved').waitFor();
      }
      await producer.click('Reject Customer');
      await producer.row(CUSTOMER).getByText('Rejected').waitFor();
      await producer.row(SAMPLE).getByText('Pending').waitFor();

      await consumer.open('Producers');
      await consumer.click('Pull from Head office now');
      const row = consumer.row('Head office');
      await row.getByText('2 approved').waitFor();
      await row.getByText('1 rejected').waitFor();
      await row.getByText('1 pending').waitFor();
    }
  );

  step(
    'a note saved on the producer appears on the consumer',
    async ({ consumerApi, producer, consumer }) => {
      await producer.openContent('Note');
      await producer.page.getByRole('link', { name: 'Create new entry' }).first().click();
      await producer.fill('title', 'Opening hours');
      await producer.click('Save');
      await producer.sees('Saved document');

      await until(async () => (await consumerApi.documents(NOTE).findAll()).length === 1, {
        what: 'the note on the consumer',
      });
      await consumer.openContent('Note');
      await consumer.row('Opening hours').waitFor();
    }
  );

  step(
    'the update log shows the note and what the consumer made of it',
    async ({ consumerSite, producerApi, producer }) => {
      await until(
        async () => {
          const { data } = await producerApi.streaming.updateLogs({
            filters: { contentType: NOTE },
          });
          return (await producerApi.streaming.updateLog(data[0]?.id ?? '')).consumers[0]?.result;
        },
        { what: 'the acknowledgement of the note' }
      );
      await producer.enter();
      await producer.open('Update log');
      await producer.row('Note').getByText('Create').waitFor();
      await producer.row('Note').getByRole('link').first().click();
      await producer.page.getByRole('heading', { level: 1, name: 'Create: Note' }).waitFor();
      await producer.sees('Opening hours');
      await producer.row(new URL(consumerSite.url).host).getByText('Synced').waitFor();
    }
  );

  step('the sync log shows the note synced', async ({ consumer }) => {
    await consumer.enter();
    await consumer.open('Sync log');
    const row = consumer.row('Note');
    await row.getByText('Synced').waitFor();
    await row.getByText('Head office').waitFor();
  });

  step(
    'a refused document is shown with its error, and synced once it is mended',
    async ({ producerApi, consumerApi, consumer }) => {
      const obstacle = await consumerApi
        .documents<Item>(ITEM)
        .create({ code: 'A-1', name: 'here' });
      const { documentId } = await producerApi.documents<Item>(ITEM).create({ code: 'A-1' });
      await until(
        async () => (await consumerApi.streaming.syncLogs({ filters: { documentId } })).data[0],
        { what: 'the item to be logged' }
      );

      await consumer.open('Overview');
      await consumer.page.getByRole('link', { name: '1 change could not be applied' }).click();
      await consumer.row('Item').getByText('Failed').waitFor();
      await consumer
        .row('Item')
        .getByText(/code.*unique/)
        .waitFor();

      await consumerApi.documents<Item>(ITEM).remove(obstacle.documentId);
      await consumer.row('Item').getByRole('link').first().click();
      await consumer.sees('The document is not valid on this site');
      await consumer.click('Resync');
      await consumer.sees('1 synced, 0 still open');
      await consumer.page.getByRole('button', { name: 'Resync' }).waitFor({ state: 'detached' });
      expect(await consumerApi.documents<Item>(ITEM).findOne(documentId)).toMatchObject({
        code: 'A-1',
      });
    }
  );

  step('the sync log can be sorted, searched and filtered', async ({ consumer }) => {
    await consumer.open('Sync log');
    for (const column of ['Status', 'Change', 'Document', 'Received']) {
      await consumer.sortBy(column);
      await consumer.row('Item').waitFor();
    }
    await consumer.search('Opening hours');
    await consumer.row('Item').waitFor({ state: 'detached' });
    await consumer.row('Note').waitFor();

    await consumer.open('Overview');
    await consumer.page.getByRole('link', { name: 'Show: Failed' }).click();
    await consumer.sees('Nothing matches.');
    await consumer.page.getByText('Status is Failed').waitFor();
  });

  step('rejecting what flows already asks first', async ({ consumerSite, producer }) => {
    await producer.open('Consumers');
    await producer.page.getByRole('link', { name: new URL(consumerSite.url).host }).click();
    await producer.click('Reject Item');
    await producer.page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
    await producer.row(ITEM).getByText('Approved').waitFor();

    await producer.click('Reject Item');
    await producer.page.getByRole('alertdialog').getByRole('button', { name: 'Confirm' }).click();
    await producer.row(ITEM).getByText('Rejected').waitFor();
  });

  step(
    'who may only approve can do just that, and sees nothing else of the plugin',
    async ({ watch, browser, producerSite, consumerSite, producerApi }) => {
      const approver = { email: 'approver@example.com', password: 'Approver-1' };
      const { streaming } = await producerApi.invite(approver, [
        'plugin::event-streaming.consumers.read',
        'plugin::event-streaming.consumers.approve',
      ]);
      const panel = watch(
        await openPanel(browser, { name: 'approver', url: producerSite.url }, approver)
      );
      const navigation = panel.page.getByRole('navigation', { name: 'Event Streaming' });

      await panel.enter();
      await panel.page.getByRole('heading', { level: 1, name: 'Consumers' }).waitFor();
      expect(await navigation.getByRole('link').allInnerTexts()).toEqual([
        expect.stringMatching(/^Consumers/),
      ]);
      expect(await panel.page.getByRole('button', { name: 'Create access key' }).count()).toBe(0);

      await panel.page.getByRole('link', { name: new URL(consumerSite.url).host }).click();
      await panel.click('Approve Sample');
      await panel.row(SAMPLE).getByText('Approved').waitFor();
      expect(await panel.page.getByRole('button', { name: 'Delete' }).count()).toBe(0);

      await panel.page.goto(`${producerSite.url}/admin/plugins/event-streaming/sync-logs`);
      await panel.sees(/don't have the permissions/);
      const forbidden = [
        streaming.status,
        streaming.producers,
        streaming.updateLogs,
        streaming.syncLogs,
      ];
      for (const ask of forbidden) {
        await expect(ask()).rejects.toMatchObject({ status: 403 });
      }
    }
  );
});

import type { Browser } from 'playwright-core';

import type { AdminApi } from '../support/api';
import { registerFirstAdmin } from '../support/api';
import type { Site } from '../support/site-process';
import { startSite } from '../support/site-process';
import { until } from '../support/until';
import { addProducer } from './support/add-producer';
import { describeInBrowser, launchChromium } from './support/chromium';
import type { Panel } from './support/panel';
import { openPanel } from './support/panel';
import { createSteps } from './support/steps';

const ARTICLE = 'api::article.article';
const CATEGORY = 'api::category.category';

interface Article {
  title: string;
}

/** The panel is built, and nothing arrives by a timer: pokes and clicks must do it. */
const ENV = { SERVE_ADMIN_PANEL: 'true', PULL_INTERVAL_SECONDS: '3600' };

jest.setTimeout(180_000);

describeInBrowser('what comes of a document, and with it, chosen by clicking', () => {
  const { step, watch } = createSteps();
  let browser: Browser;
  let producerSite: Site;
  let consumerSite: Site;
  let producerApi: AdminApi;
  let consumerApi: AdminApi;
  let producer: Panel;
  let consumer: Panel;
  let published = '';

  beforeAll(async () => {
    [producerSite, consumerSite, browser] = await Promise.all([
      startSite({ name: 'producer', env: ENV }),
      startSite({ name: 'consumer', env: ENV }),
      launchChromium(),
    ]);
    [producerApi, consumerApi] = await Promise.all([
      registerFirstAdmin(producerSite.url),
      registerFirstAdmin(consumerSite.url),
    ]);
    producer = watch(await openPanel(browser, producerSite, producerApi.administrator));
    consumer = watch(await openPanel(browser, consumerSite, consumerApi.administrator));
  });

  afterAll(async () => {
    await browser.close();
    await Promise.all([producerSite.remove(), consumerSite.remove()]);
  });

  /** The only subscription, as the producer has it. */
  const requested = async () => (await producerApi.streaming.consumers()).data[0]?.subscriptions[0];

  step('the consumer asks for published articles only and sees what comes along', async () => {
    const { accessKey } = await producerApi.streaming.createAccessKey({ name: 'Shop' });
    await consumer.enter();
    await addProducer(consumer, {
      name: 'Head office',
      url: producerSite.url,
      accessKey,
      subscriber: consumerApi.administrator.email,
      contentTypes: [ARTICLE],
      refine: async (row) => {
        const select = (name: string) => row.getByRole('combobox', { name });
        await row.getByText('Comes along: Author, Category, File').waitFor();
        await consumer.choose(select('Versions'), 'Published only');
        await consumer.choose(select('When it leaves'), 'Unpublish it here');
        await row.getByLabel('Condition').fill('doc.title != "Secret"');
        await row.getByRole('button', { name: 'More options' }).click();
        await consumer.choose(select('Take over by'), 'slug');
      },
    });

    const { data } = await consumerApi.streaming.producers();
    expect(data[0]?.subscriptions).toMatchObject([
      {
        contentType: ARTICLE,
        versions: 'published',
        onLeave: 'unpublish',
        condition: 'doc.title != "Secret"',
        adopt: 'slug',
      },
    ]);
  });

  step('the producer shows what was chosen when it is opened again', async () => {
    await consumer.open('Producers');
    await consumer.page.getByRole('link', { name: 'Head office' }).click();
    const row = consumer.page.getByRole('group', { name: 'Subscription 1' });
    for (const chosen of ['Published only', 'Unpublish it here', 'slug']) {
      await row.getByText(chosen, { exact: true }).waitFor();
    }
  });

  step('the producer keeps back a content type when it approves', async () => {
    await producer.enter();
    await producer.open('Consumers');
    await producer.page.getByRole('link', { name: new URL(consumerSite.url).host }).click();
    await producer.row(ARTICLE).getByText('Published only').waitFor();
    await producer.toggleDependency('Article', 'Category');
    await producer.click('Approve Article');
    await producer.row(ARTICLE).getByText('Approved').waitFor();
    await producer.sees('References to these are left out: Category');

    expect(await requested()).toMatchObject({
      status: 'approved',
      versions: 'published',
      refusedDependencies: [CATEGORY],
    });
  });

  step('and lets it come later', async () => {
    await producer.toggleDependency('Article', 'Category');
    await producer.click('Save');
    await producer.sees('What comes along has been changed.');
    await producer.page.getByRole('button', { name: 'Save' }).waitFor({ state: 'detached' });

    expect(await requested()).toMatchObject({ status: 'approved', refusedDependencies: [] });
  });

  step('the producer sees what is asked for, and adds a condition of its own', async () => {
    const conditions = producer.page.getByRole('group', { name: 'Conditions of Article' });
    await conditions.getByText('doc.title != "Secret"').waitFor();
    const own = conditions.getByRole('textbox');
    await own.fill('doc.titel != "x"');
    await producer.click('Save condition');
    await producer.sees('titel');
    expect(producer.takeProblems()).toEqual([expect.stringContaining('PUT 400')]);
    await own.fill('doc.title != "x"');
    await producer.click('Save condition');
    await producer.sees('The condition has been changed.');

    expect(await requested()).toMatchObject({
      requestedCondition: 'doc.title != "Secret"',
      condition: 'doc.title != "x"',
    });
  });

  step('a published article arrives, and both logs say which version it is', async () => {
    const articles = producerApi.documents<Article>(ARTICLE);
    await articles.create({ title: 'Only a draft' });
    ({ documentId: published } = await articles.create({ title: 'Opening hours' }));
    await articles.publish(published);
    await until(() => consumerApi.documents<Article>(ARTICLE).findOne(published), {
      what: 'the article on the consumer',
    });

    await consumer.open('Sync log');
    await consumer.row(published).getByText('en', { exact: true }).waitFor();
    await consumer.row(published).getByText('Published', { exact: true }).waitFor();
    await producer.open('Update log');
    await producer.row('Article').getByText('Draft', { exact: true }).first().waitFor();
    await producer.row('Article').getByText('Published', { exact: true }).first().waitFor();
    expect(await consumerApi.documents<Article>(ARTICLE).findAll()).toHaveLength(1);
  });

  step('the received article says where it came from, in the Content Manager', async () => {
    await consumerApi.documents<Article>(ARTICLE).create({ title: 'Written here' });
    await consumer.openContent('Article');
    await consumer.row('Opening hours').click();
    const panel = consumer.page.getByRole('complementary').filter({ hasText: 'From another site' });
    await panel.getByText('Linked', { exact: true }).waitFor();
    await panel.getByText(published).waitFor();
    await panel.getByRole('link', { name: 'Head office' }).click();
    await consumer.page.getByRole('heading', { level: 1, name: 'Head office' }).waitFor();
  });

  step('an article of its own says nothing of other sites', async () => {
    await consumer.openContent('Article');
    const answered = consumer.page.waitForResponse(/\/event-streaming\/document-links\?/);
    await consumer.row('Written here').click();
    expect((await answered).status()).toBe(200);
    await consumer.page.getByRole('heading', { level: 1, name: 'Written here' }).waitFor();
    expect(await consumer.page.getByText('From another site').count()).toBe(0);
  });
});

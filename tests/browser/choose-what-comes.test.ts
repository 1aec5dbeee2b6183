import type { AdminApi } from '../support/api';
import { until } from '../support/until';
import { addProducer } from './support/add-producer';
import { describeInBrowser } from './support/chromium';
import { stepsOnTwoSites } from './support/two-sites';

const ARTICLE = 'api::article.article';
const CATEGORY = 'api::category.category';
const PAGE = 'api::page.page';
const SITE_SETTINGS = 'api::site-setting.site-setting';

interface Article {
  title: string;
}

describeInBrowser('what comes of a document, and with it, chosen by clicking', () => {
  const step = stepsOnTwoSites();
  let published = '';

  /** A subscription of the only consumer, as the producer has it. */
  const requested = async ({ streaming }: AdminApi, contentType = ARTICLE) =>
    (await streaming.consumers()).data[0]?.subscriptions.find(
      (subscription) => subscription.contentType === contentType
    );

  step(
    'the consumer asks for published articles only and sees what comes along',
    async ({ producerSite, producerApi, consumerApi, consumer }) => {
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
    }
  );

  step('the producer shows what was chosen when it is opened again', async ({ consumer }) => {
    await consumer.open('Producers');
    await consumer.page.getByRole('link', { name: 'Head office' }).click();
    const row = consumer.page.getByRole('group', { name: 'Subscription 1' });
    for (const chosen of ['Published only', 'Unpublish it here', 'slug']) {
      await row.getByText(chosen, { exact: true }).waitFor();
    }
  });

  step(
    'the producer keeps back a content type when it approves',
    async ({ consumerSite, producerApi, producer }) => {
      await producer.enter();
      await producer.open('Consumers');
      await producer.page.getByRole('link', { name: new URL(consumerSite.url).host }).click();
      await producer.row(ARTICLE).getByText('Published only').waitFor();
      await producer.dependency('Article', 'Category').click();
      await producer.click('Approve Article');
      await producer.row(ARTICLE).getByText('Approved').waitFor();
      await producer.sees('References to these are left out: Category');

      expect(await requested(producerApi)).toMatchObject({
        status: 'approved',
        versions: 'published',
        refusedDependencies: [CATEGORY],
      });
    }
  );

  step('and lets it come later', async ({ producerApi, producer }) => {
    await producer.dependency('Article', 'Category').click();
    await producer.click('Save');
    await producer.sees('What comes along has been changed.');
    await producer.page.getByRole('button', { name: 'Save' }).waitFor({ state: 'detached' });

    expect(await requested(producerApi)).toMatchObject({
      status: 'approved',
      refusedDependencies: [],
    });
  });

  step(
    'the producer sees what is asked for, and adds a condition of its own',
    async ({ producerApi, producer }) => {
      const conditions = producer.page.getByRole('group', { name: 'Conditions of Article' });
      await conditions.getByText('doc.title != "Secret"').waitFor();
      const own = conditions.getByRole('textbox');
      await own.fill('doc.titel != "x"');
      await producer.click('Save condition');
      await producer.sees('No field titel');
      expect(producer.takeProblems()).toEqual([expect.stringContaining('PUT 400')]);
      await own.fill('doc.title != "x"');
      await producer.click('Save condition');
      await producer.sees('The condition has been changed.');

      expect(await requested(producerApi)).toMatchObject({
        requestedCondition: 'doc.title != "Secret"',
        condition: 'doc.title != "x"',
      });
    }
  );

  step(
    'a published article arrives, and both logs say which version it is',
    async ({ producerApi, consumerApi, producer, consumer }) => {
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
    }
  );

  step(
    'the received article says where it came from, in the Content Manager',
    async ({ consumerApi, consumer }) => {
      await consumerApi.documents<Article>(ARTICLE).create({ title: 'Written here' });
      await consumer.openContent('Article');
      await consumer.row('Opening hours').click();
      const panel = consumer.page
        .getByRole('complementary')
        .filter({ hasText: 'From another site' });
      await panel.getByText('Linked', { exact: true }).waitFor();
      await panel.getByText(published).waitFor();
      await panel.getByRole('link', { name: 'Head office' }).click();
      await consumer.page.getByRole('heading', { level: 1, name: 'Head office' }).waitFor();
    }
  );

  step('an article of its own says nothing of other sites', async ({ consumer }) => {
    await consumer.openContent('Article');
    const answered = consumer.page.waitForResponse(/\/event-streaming\/document-links\?/);
    await consumer.row('Written here').click();
    expect((await answered).status()).toBe(200);
    await consumer.page.getByRole('heading', { level: 1, name: 'Written here' }).waitFor();
    expect(await consumer.page.getByText('From another site').count()).toBe(0);
  });

  step(
    'what only a content type leads to that is kept back is kept back with it, to be seen',
    async ({ consumerSite, producerApi, consumerApi, producer }) => {
      const [link] = (await consumerApi.streaming.producers()).data;
      await consumerApi.streaming.updateProducer(link?.documentId ?? '', {
        subscriptions: [{ contentType: SITE_SETTINGS }],
      });
      const box = (name: string) => producer.dependency('Site settings', name);
      await producer.enter();
      await producer.open('Consumers');
      await producer.page.getByRole('link', { name: new URL(consumerSite.url).host }).click();

      await box('Page').click();
      await producer.sees('Kept back with them, since nothing else leads there: Article, Category');
      for (const name of ['Article', 'Category']) {
        expect([await box(name).isChecked(), await box(name).isDisabled()]).toEqual([false, true]);
      }
      for (const name of ['Author', 'File']) {
        expect([await box(name).isChecked(), await box(name).isDisabled()]).toEqual([true, false]);
      }
      await producer.click('Approve Site settings');
      await producer.row(SITE_SETTINGS).getByText('Approved').waitFor();
      expect(await requested(producerApi, SITE_SETTINGS)).toMatchObject({
        refusedDependencies: [PAGE],
      });

      await box('Page').click();
      for (const name of ['Article', 'Category']) {
        expect([await box(name).isChecked(), await box(name).isDisabled()]).toEqual([true, false]);
      }
    }
  );
});

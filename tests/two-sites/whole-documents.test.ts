import type { AdminApi } from '../support/api';
import { registerFirstAdmin } from '../support/api';
import { pair } from '../support/pair';
import type { Site } from '../support/site-process';
import { startSite } from '../support/site-process';
import { until } from '../support/until';

const ARTICLE = 'api::article.article';
const AUTHOR = 'api::author.author';
const CATEGORY = 'api::category.category';

interface Article {
  title: string;
  slug: string;
  readingMinutes: number | null;
  author: unknown;
  categories: unknown;
  sections: unknown[];
  publishedAt: string | null;
}

const NO_TIMER = { PULL_INTERVAL_SECONDS: '3600' };

describe('whole documents between two sites', () => {
  let sites: Site[] = [];
  let producer: AdminApi;
  let consumer: AdminApi;
  let producerId = '';
  let consumerId = '';

  const articlesOn = (site: AdminApi) => site.documents<Article>(ARTICLE);
  const versionOn = (site: AdminApi, documentId: string, locale: string, status: string) =>
    articlesOn(site).findOne(documentId, { locale, status });
  const caughtUp = () =>
    until(
      async () => {
        const { site } = await producer.streaming.status();
        const { cursor } = await consumer.streaming.pull(producerId);
        return cursor === site.head && (await producer.streaming.status()).site.head === site.head;
      },
      { what: 'the consumer to have all', interval: 200 }
    );
  const subscribe = async (
    subscriptions: Parameters<AdminApi['streaming']['updateProducer']>[1]['subscriptions'] & object
  ) => {
    await consumer.streaming.updateProducer(producerId, { subscriptions });
    await producer.streaming.judge(
      consumerId,
      subscriptions.map(({ contentType }) => contentType),
      'approved'
    );
  };
  const failedOn = async (documentId: string) => {
    const { data } = await consumer.streaming.syncLogs({
      filters: { documentId, status: 'failed' },
    });
    return data;
  };

  beforeAll(async () => {
    const [producerSite, consumerSite] = await Promise.all([
      startSite({ name: 'producer', env: NO_TIMER }),
      startSite({ name: 'consumer', env: NO_TIMER }),
    ]);
    sites = [producerSite, consumerSite];
    [producer, consumer] = await Promise.all([
      registerFirstAdmin(producerSite.url),
      registerFirstAdmin(consumerSite.url),
    ]);
    for (const site of [producer, consumer]) {
      await site.createLocale('fr', 'French');
    }
    const paired = await pair({
      producer: { name: 'head office', url: producerSite.url, api: producer },
      consumer: { name: 'shop', url: consumerSite.url, api: consumer },
      contentTypes: [ARTICLE],
    });
    producerId = paired.producer.documentId;
    consumerId = paired.consumer.documentId;
  });

  afterAll(() => Promise.all(sites.map((site) => site.remove())));

  it('draft and published version arrive, each as it is', async () => {
    const { documentId } = await articlesOn(producer).create({
      title: 'draft',
      sections: [
        { __component: 'section.quote', text: 'said' },
        { __component: 'section.gallery', title: 'g', links: [{ label: 'a' }, { label: 'b' }] },
      ],
    });
    await articlesOn(producer).publish(documentId, { title: 'published' });
    await articlesOn(producer).update(documentId, { title: 'newer draft' });
    await articlesOn(producer).create({ title: 'other' });
    await caughtUp();

    expect(await versionOn(consumer, documentId, 'en', 'draft')).toMatchObject({
      title: 'newer draft',
      sections: [
        { __component: 'section.quote', text: 'said' },
        { __component: 'section.gallery', links: [{ label: 'a' }, { label: 'b' }] },
      ],
    });
    expect(await versionOn(consumer, documentId, 'en', 'published')).toMatchObject({
      title: 'published',
    });

    await articlesOn(producer).discardDraft(documentId);
    await caughtUp();
    expect(await versionOn(consumer, documentId, 'en', 'draft')).toMatchObject({
      title: 'published',
    });

    await articlesOn(producer).unpublish(documentId);
    await caughtUp();
    expect((await versionOn(consumer, documentId, 'en', 'draft'))?.publishedAt).toBeNull();
    const { data } = await producer.streaming.updateLogs({
      filters: { documentId, action: 'publish' },
    });
    expect(data.map(({ updateType, status }) => [updateType, status])).toEqual([
      ['create', 'published'],
    ]);
  });

  it('locales come and go one by one, with what they share', async () => {
    const { documentId } = await articlesOn(producer).create({
      title: 'one',
      readingMinutes: 3,
    });
    await articlesOn(producer).update(documentId, { title: 'un' }, { locale: 'fr' });
    await articlesOn(producer).update(documentId, { readingMinutes: 5 }, { locale: 'fr' });
    await caughtUp();
    expect(await versionOn(consumer, documentId, 'en', 'draft')).toMatchObject({
      title: 'one',
      readingMinutes: 5,
    });
    expect(await versionOn(consumer, documentId, 'fr', 'draft')).toMatchObject({
      title: 'un',
      readingMinutes: 5,
    });

    await articlesOn(producer).remove(documentId, { locale: 'en' });
    await caughtUp();
    expect(await articlesOn(consumer).findAll({ locale: 'en', filters: { title: 'one' } })).toEqual(
      []
    );
    expect(await versionOn(consumer, documentId, 'fr', 'draft')).toMatchObject({ title: 'un' });

    await articlesOn(producer).remove(documentId);
    await caughtUp();
    expect(await articlesOn(consumer).findAll({ locale: 'fr', filters: { title: 'un' } })).toEqual(
      []
    );
  });

  it('what a document refers to comes along, at any distance and in circles', async () => {
    const categories = producer.documents<{ name: string; parent: unknown }>(CATEGORY);
    const root = await categories.create({ name: 'root' });
    const middle = await categories.create({ name: 'middle', parent: [root.documentId] });
    const leaf = await categories.create({ name: 'leaf', parent: [middle.documentId] });
    await categories.update(root.documentId, { parent: [leaf.documentId] });
    const author = await producer.documents<{ name: string }>(AUTHOR).create({ name: 'Ada' });

    const { documentId } = await articlesOn(producer).create({
      title: 'with friends',
      author: [author.documentId],
      categories: [leaf.documentId, root.documentId],
    });
    await caughtUp();

    const { results } = await consumer.http.send<{ results: { documentId: string }[] }>(
      'get',
      `/content-manager/relations/${CATEGORY}/${root.documentId}/parent`
    );
    expect(results).toMatchObject([{ documentId: leaf.documentId }]);
    expect(await consumer.documents(AUTHOR).findOne(author.documentId)).toMatchObject({
      name: 'Ada',
    });
    const { data } = await consumer.streaming.syncLogs({ filters: { action: 'dependency' } });
    expect(data.map(({ contentType }) => contentType).sort()).toEqual([
      AUTHOR,
      CATEGORY,
      CATEGORY,
      CATEGORY,
    ]);
    expect(await failedOn(documentId)).toEqual([]);

    const ada = data.find(({ contentType }) => contentType === AUTHOR);
    expect(await consumer.streaming.syncLog(ada?.id ?? '')).toMatchObject({
      data: null,
      versions: [{ locale: null, status: 'draft', fields: { name: 'Ada' } }],
    });
  });

  it('the sync log shows the whole document where an event could not tell it', async () => {
    await producer.streaming.judge(consumerId, [ARTICLE], 'rejected');
    const { documentId } = await articlesOn(producer).create({ title: 'unseen' });
    await articlesOn(producer).publish(documentId);
    await producer.streaming.judge(consumerId, [ARTICLE], 'approved');
    await articlesOn(producer).update(documentId, { title: 'seen' });
    await caughtUp();

    const { data } = await consumer.streaming.syncLogs({ filters: { documentId } });
    expect(data).toHaveLength(1);
    expect(data[0]).not.toHaveProperty('versions');
    expect(await consumer.streaming.syncLog(data[0]?.id ?? '')).toMatchObject({
      status: 'synced',
      data: null,
      versions: [
        { locale: 'en', status: 'draft', fields: { title: 'seen' } },
        { locale: 'en', status: 'published', fields: { title: 'unseen' } },
      ],
    });

    await articlesOn(producer).update(documentId, { title: 'followed' });
    await caughtUp();
    const { data: newest } = await consumer.streaming.syncLogs({ filters: { documentId } });
    expect(await consumer.streaming.syncLog(newest[0]?.id ?? '')).toMatchObject({
      data: { title: 'followed' },
      versions: null,
    });
  });

  it('a dependency kept back by the approver is left out', async () => {
    const author = await producer.documents<{ name: string }>(AUTHOR).create({ name: 'secret' });
    const consumerRow = await producer.streaming.consumer(consumerId);
    expect(consumerRow.subscriptions[0]?.dependencies).toContain(AUTHOR);
    await producer.http.send('put', `/event-streaming/consumers/${consumerId}`, {
      body: {
        subscriptions: [
          { contentType: ARTICLE, status: 'approved', refusedDependencies: [AUTHOR] },
        ],
      },
    });
    const { documentId } = await articlesOn(producer).create({
      title: 'anonymous',
      author: [author.documentId],
    });
    await caughtUp();

    expect(await versionOn(consumer, documentId, 'en', 'draft')).toMatchObject({
      title: 'anonymous',
    });
    expect(await consumer.documents(AUTHOR).findOne(author.documentId)).toBeNull();
    await producer.http.send('put', `/event-streaming/consumers/${consumerId}`, {
      body: {
        subscriptions: [{ contentType: ARTICLE, status: 'approved', refusedDependencies: [] }],
      },
    });
  });

  it('a natural key takes over the document that is here already; a taken value is said', async () => {
    const local = await consumer.documents<{ name: string; slug: string }>(CATEGORY).create({
      name: 'here before',
      slug: 'news',
    });
    await subscribe([{ contentType: ARTICLE }, { contentType: CATEGORY, adopt: 'slug' }]);
    const remote = await producer.documents<{ name: string; slug: string }>(CATEGORY).create({
      name: 'News',
      slug: 'news',
    });
    await caughtUp();

    expect(await consumer.documents(CATEGORY).findOne(local.documentId)).toMatchObject({
      name: 'News',
    });
    expect(await consumer.documents(CATEGORY).findOne(remote.documentId)).toBeNull();

    await subscribe([{ contentType: ARTICLE }, { contentType: CATEGORY }]);
    await consumer.documents(CATEGORY).create({ name: 'taken', slug: 'taken' });
    const second = await producer.documents(CATEGORY).create({ name: 'Taken', slug: 'taken' });
    const article = await articlesOn(producer).create({
      title: 'waits',
      categories: [second.documentId],
    });
    await caughtUp();
    expect(await failedOn(second.documentId)).toMatchObject([
      { cause: 'validation', error: expect.stringMatching(/slug.*unique.*adopt/) as string },
    ]);
    expect(await failedOn(article.documentId)).toMatchObject([
      { cause: 'dependency', error: expect.stringContaining(second.documentId) as string },
    ]);

    // Once the missing document is here, what waited for it follows by itself.
    await producer.documents<{ slug: string }>(CATEGORY).update(second.documentId, {
      slug: 'free',
    });
    const [failed] = await failedOn(second.documentId);
    await caughtUp();
    await consumer.streaming.resync(failed?.id ?? '');
    await articlesOn(producer).create({ title: 'anything' });
    await caughtUp();
    expect(await failedOn(article.documentId)).toEqual([]);
    expect(await versionOn(consumer, article.documentId, 'en', 'draft')).toMatchObject({
      title: 'waits',
    });
  });

  it.each([
    ['keep', 'published'],
    ['unpublish', 'draft'],
    ['delete', 'gone'],
  ] as const)(
    'of a subscription to published versions, what is unpublished there is here: %s → %s',
    async (onLeave, outcome) => {
      await subscribe([{ contentType: ARTICLE, versions: 'published', onLeave }]);
      const { documentId } = await articlesOn(producer).create({ title: `draft ${onLeave}` });
      await caughtUp();
      expect(await versionOn(consumer, documentId, 'en', 'draft')).toBeNull();

      await articlesOn(producer).publish(documentId, { title: 'out' });
      await articlesOn(producer).update(documentId, { title: 'unseen' });
      await caughtUp();
      expect(await versionOn(consumer, documentId, 'en', 'published')).toMatchObject({
        title: 'out',
      });
      expect(await versionOn(consumer, documentId, 'en', 'draft')).toMatchObject({ title: 'out' });

      await articlesOn(producer).unpublish(documentId);
      await caughtUp();
      const published = await articlesOn(consumer).findAll({
        status: 'published',
        filters: { documentId },
      });
      const drafts = await articlesOn(consumer).findAll({
        status: 'draft',
        filters: { documentId },
      });
      expect([published.length, drafts.length]).toEqual(
        { published: [1, 1], draft: [0, 1], gone: [0, 0] }[outcome]
      );
    }
  );
});

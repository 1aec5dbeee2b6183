import type { Core } from '@strapi/strapi';

import type { FindDocumentsResponse, JsonValue, ShapesResponse } from '../../server/src/protocol';
import {
  type ConsumerClient,
  judgeAll,
  registerClient,
  subscriptionTo,
} from '../support/consumer-client';
import type { RunningStrapi } from '../support/strapi';
import { startStrapi } from '../support/strapi';

const NOTE = 'api::note.note';
const ITEM = 'api::item.item';
const CUSTOMER = 'api::customer.customer';
const AUTHOR = 'api::author.author';
const USER = 'plugin::users-permissions.user';
const PREFIX = '/api/event-streaming';

describe('look-ups of a mapping, on the producer', () => {
  let site: RunningStrapi;
  let strapi: Core.Strapi;
  /** Approved for customers, items and users. */
  let client: ConsumerClient;
  let sites = 0;

  const find = async (
    { http }: ConsumerClient,
    contentType: string,
    filters: Record<string, JsonValue>
  ): Promise<string[]> => {
    const { documentIds } = await http.send<FindDocumentsResponse>(
      'post',
      `${PREFIX}/documents/find`,
      { body: { contentType, filters } }
    );
    return documentIds;
  };
  /** A consumer that has been approved for these. */
  const approved = async (
    contentTypes: string[],
    request: Parameters<typeof registerClient>[4] = {}
  ): Promise<ConsumerClient> => {
    sites += 1;
    const siteId = `finder-${sites}`;
    const client = await registerClient(site.url, site.api, siteId, contentTypes, request);
    await judgeAll(site.api, siteId);
    return client;
  };
  const consumerOf = async ({ registration }: ConsumerClient) => {
    const { data } = await site.api.streaming.consumers({
      filters: { siteId: registration.siteId },
    });
    const [consumer] = data;
    if (!consumer) throw new Error('The consumer is not registered.');
    return consumer;
  };

  beforeAll(async () => {
    site = await startStrapi();
    ({ strapi } = site);
    client = await approved([CUSTOMER, ITEM, USER]);
  });

  afterAll(() => site.stop());

  it('find the one document with all these values', async () => {
    const create = (data: object) => strapi.documents(CUSTOMER).create({ data: data as never });
    const ada = await create({ name: 'Ada', email: 'ada@example.org', since: '2026-01-31' });
    await create({ name: 'Ada', email: 'other@example.org', vip: true });

    expect(await find(client, CUSTOMER, { name: 'Ada', email: 'ada@example.org' })).toEqual([
      ada.documentId,
    ]);
    expect(await find(client, CUSTOMER, { since: '2026-01-31' })).toEqual([ada.documentId]);
    expect(await find(client, CUSTOMER, { name: 'Ada', vip: null })).toEqual([ada.documentId]);
    expect(await find(client, CUSTOMER, { documentId: ada.documentId })).toEqual([ada.documentId]);
    expect(await find(client, CUSTOMER, { name: 'ada' })).toEqual([]);
    expect(await find(client, CUSTOMER, { name: 'Nobody' })).toEqual([]);
  });

  it('name two where there are many, and look beyond those that nearly fit', async () => {
    for (let number = 0; number < 120; number += 1) {
      await strapi.documents(ITEM).create({ data: { code: `c${number}`, name: 'Same', stock: 7 } });
    }

    expect(await find(client, ITEM, { name: 'Same', stock: 7 })).toHaveLength(2);
    expect(await find(client, ITEM, { name: 'Same', code: 'c119' })).toHaveLength(1);
  });

  it('do not go through a content type of which all is kept back', async () => {
    const data = { name: 'Hidden', stock: 3 };
    await strapi.db.query(ITEM).createMany({
      data: [...Array(1100).keys()].map((number) => ({
        ...data,
        code: `hidden-${number}`,
        documentId: `hidden${number}`,
      })),
    });
    const other = await approved([ITEM], { condition: 'doc.name != "Hidden"' });

    await expect(find(other, ITEM, data)).rejects.toThrow(/too_many_candidates/);
    expect(await find(other, ITEM, { ...data, code: 'hidden-7' })).toEqual([]);
  });

  it.each<Record<string, JsonValue>>([
    { stock: 'seven' },
    { stock: 1.5 },
    { stock: 9_999_999_999 },
    { price: 'cheap' },
    { name: 'a\u0000b' },
    { name: 7.5 },
  ])('find nothing for %j, and break nothing', async (filters) => {
    expect(await find(client, ITEM, filters)).toEqual([]);
  });

  it('say of a private field, a password and an unknown field the same', async () => {
    await strapi.documents(CUSTOMER).create({ data: { name: 'Eve', internalNote: 'secret' } });
    const refusal = async (contentType: string, field: string) => {
      const answer = await client.http
        .request('post', `${PREFIX}/documents/find`)
        .send({ contentType, filters: { [field]: 'secret' } });
      expect(answer.status).toBe(400);
      return (answer.body as { error: { message: string; details: { code: string } } }).error;
    };

    const unknown = await refusal(CUSTOMER, 'nothing');
    expect(unknown.details.code).toBe('field_not_known');
    expect((await refusal(CUSTOMER, 'internalNote')).message).toBe(
      unknown.message.replace('nothing', 'internalNote')
    );
    for (const field of ['password', 'resetPasswordToken', 'role', 'id']) {
      expect((await refusal(USER, field)).details.code).toBe('field_not_known');
    }
    await expect(find(client, CUSTOMER, { notes: 'x' })).rejects.toThrow(/kind that can be/);
  });

  it.each([
    ['no filter', {}],
    ['an operator', { name: { $startsWith: 'A' } }],
    ['a relation path', { author: { name: 'A' } }],
    ['logic', { $or: [{ name: 'A' }] }],
  ])('refuse %s', async (_what, filters) => {
    await expect(find(client, CUSTOMER, filters as never)).rejects.toThrow(/answered 400/);
  });

  it('are answered only for content types that are approved', async () => {
    const pending = await registerClient(site.url, site.api, 'not-yet', [NOTE]);

    await expect(find(pending, NOTE, { title: 'x' })).rejects.toThrow(/not_approved/);
    await judgeAll(site.api, 'not-yet');
    expect(await find(pending, NOTE, { title: 'x' })).toEqual([]);
    await expect(find(pending, ITEM, { name: 'x' })).rejects.toThrow(/not_approved/);
    await expect(find(pending, 'admin::user', { email: 'x' })).rejects.toThrow(/400/);
  });

  it('respect the condition and the versions of the subscription', async () => {
    const conditional = await approved([NOTE], { condition: 'doc.public == true' });
    const published = await approved([AUTHOR], { versions: 'published' });
    const everything = await approved([AUTHOR]);
    const open = await strapi.documents(NOTE).create({ data: { title: 'Mine', public: true } });
    await strapi.documents(NOTE).create({ data: { title: 'Mine', public: false } });
    const draft = await strapi.documents(AUTHOR).create({ data: { name: 'Draft only' } });

    expect(await find(conditional, NOTE, { title: 'Mine' })).toEqual([open.documentId]);
    expect(await find(conditional, NOTE, { title: 'Mine', public: false })).toEqual([]);
    expect(await find(published, AUTHOR, { name: 'Draft only' })).toEqual([]);
    expect(await find(everything, AUTHOR, { name: 'Draft only' })).toEqual([draft.documentId]);
  });

  it('need a content type that comes along because the mapping looks for it', async () => {
    const seeker = await approved([NOTE], { lookups: [CUSTOMER] });
    const { documentId } = await strapi
      .documents(CUSTOMER)
      .create({ data: { name: 'Looked for' } });

    const { subscriptions } = await consumerOf(seeker);
    expect(subscriptions).toMatchObject([{ contentType: NOTE, dependencies: [CUSTOMER] }]);
    expect(await find(seeker, CUSTOMER, { name: 'Looked for' })).toEqual([documentId]);
  });

  it('of a type that its approver has not seen wait for an administrator', async () => {
    const seeker = await approved([NOTE]);
    await seeker.register({ subscriptions: [subscriptionTo(NOTE, { lookups: [CUSTOMER] })] });

    const consumer = await consumerOf(seeker);
    expect(consumer.subscriptions).toMatchObject([
      { status: 'approved', dependencies: [CUSTOMER], refusedDependencies: [CUSTOMER] },
    ]);
    await expect(find(seeker, CUSTOMER, { name: 'x' })).rejects.toThrow(/not_approved/);
    await site.api.streaming.updateConsumer(consumer.documentId, {
      subscriptions: [{ contentType: NOTE, status: 'approved', refusedDependencies: [] }],
    });
    expect(await find(seeker, CUSTOMER, { name: 'x' })).toEqual([]);
    // Asked for again, it is no news.
    await seeker.register({ subscriptions: [subscriptionTo(NOTE, { lookups: [CUSTOMER] })] });
    expect(await find(seeker, CUSTOMER, { name: 'x' })).toEqual([]);
  });

  it('cannot be asked for of what cannot be streamed', async () => {
    const seeker = await approved([NOTE]);

    await expect(
      seeker.register({
        subscriptions: [subscriptionTo(NOTE, { lookups: ['plugin::event-streaming.consumer'] })],
      })
    ).rejects.toThrow(/internal/);
  });

  it('peeking at a document does not count as having it', async () => {
    const { documentId } = await strapi.documents(NOTE).create({ data: { title: 'Peeked at' } });
    const visitor = await approved([NOTE]);
    const ask = (peek: boolean) =>
      visitor.http.send<{ documents: { versions: unknown[] }[] }>('post', `${PREFIX}/documents`, {
        body: { references: [{ contentType: NOTE, documentId }], peek },
      });
    const countServings = () =>
      strapi.db.query('plugin::event-streaming.delivery').count({
        where: { sourceDocumentId: documentId },
      });

    expect((await ask(true)).documents[0]?.versions).toHaveLength(1);
    expect(await countServings()).toBe(0);
    await ask(false);
    expect(await countServings()).toBe(1);
  });

  it('the shapes of content types show what travels, and nothing else', async () => {
    const { shapes } = await client.http.send<ShapesResponse>('get', `${PREFIX}/shapes`);
    const names = (uid: string) => shapes[uid]?.attributes.map(({ name }) => name);

    expect(names(CUSTOMER)).toEqual(['name', 'email', 'since', 'vip', 'notes']);
    expect(names(USER)).not.toContain('password');
    expect(shapes['section.quote']).toMatchObject({ modelType: 'component' });
    expect(Object.keys(shapes).filter((uid) => /event-streaming|admin::|upload/.test(uid))).toEqual(
      []
    );
  });
});

import type { Core } from '@strapi/strapi';

import type { ConsumerClient } from '../support/consumer-client';
import { judgeAll, registerClient, subscriptionTo } from '../support/consumer-client';
import { createHttp } from '../support/http';
import type { RunningStrapi } from '../support/strapi';
import { startStrapi } from '../support/strapi';
import { until } from '../support/until';

const NOTE = 'api::note.note';
const ITEM = 'api::item.item';
const CUSTOMER = 'api::customer.customer';
const JOB = 'api::job.job';
const PREFIX = '/api/event-streaming';

const CALLS = [
  ['get', '/site'],
  ['get', '/shapes'],
  ['put', '/consumer'],
  ['delete', '/consumer'],
  ['get', '/events'],
  ['post', '/acknowledgements'],
  ['post', '/documents'],
  ['post', '/documents/find'],
  ['get', '/files/some'],
] as const;

describe('the wire API of a producer', () => {
  let site: RunningStrapi;
  let strapi: Core.Strapi;

  const createToken = async (type: 'read-only' | 'full-access') => {
    const { data } = await site.api.http.send<{ data: { accessKey: string } }>(
      'post',
      '/admin/api-tokens',
      { body: { name: type, description: '', type, permissions: null, lifespan: null } }
    );
    return data.accessKey;
  };
  const write = async (title: string) =>
    (await strapi.documents(NOTE).create({ data: { title } })).documentId;
  const numberedUpTo = async (count: number, client: ConsumerClient) =>
    until(async () => (await client.allEvents()).length === count);

  beforeAll(async () => {
    site = await startStrapi();
    ({ strapi } = site);
  });

  afterAll(() => site.stop());

  describe('who is let in', () => {
    it.each(CALLS)('%s %s: not without an access key', async (method, path) => {
      await createHttp(site.url).request(method, `${PREFIX}${path}`).expect(401);
      await createHttp(site.url, 'wrong').request(method, `${PREFIX}${path}`).expect(401);
      await createHttp(site.url, site.adminToken).request(method, `${PREFIX}${path}`).expect(401);
    });

    it('not with the key of another purpose, however powerful', async () => {
      for (const type of ['read-only', 'full-access'] as const) {
        const http = createHttp(site.url, await createToken(type));
        for (const [method, path] of CALLS) {
          const { status, text } = await http.request(method, `${PREFIX}${path}`).send({});
          expect([type, method, path, status]).toEqual([type, method, path, 403]);
          expect(text).toMatch(type === 'full-access' ? /not an access key/ : /Forbidden/);
        }
      }
    });

    it('an access key opens nothing else', async () => {
      const client = await registerClient(site.url, site.api, 'only-wire', [NOTE]);

      await client.http.request('get', '/api/notes').expect(403);
      await client.http.request('get', '/event-streaming/consumers').expect(401);
    });

    it('a poke without a signature of a known producer is refused', async () => {
      await site.agent.post(`${PREFIX}/poke`).send({ siteId: 'x', head: 1 }).expect(401);
      await site.agent.post(`${PREFIX}/poke`).send({ siteId: 'x' }).expect(400);
    });
  });

  describe('registration', () => {
    it('belongs to the site that used the key first', async () => {
      const client = await registerClient(site.url, site.api, 'first', [NOTE]);

      await expect(client.register({ siteId: 'thief' })).rejects.toThrow(/key_in_use/);
    });

    it('cannot be taken over with another key, unless by who knows the callback key', async () => {
      const owner = await registerClient(site.url, site.api, 'owner', [NOTE]);
      await judgeAll(site.api, 'owner');
      const thief = await registerClient(site.url, site.api, 'thief-2', [NOTE]);
      await thief.http.send('delete', `${PREFIX}/consumer`);

      await expect(thief.register({ siteId: 'owner' })).rejects.toThrow(/site_in_use/);
      await thief.register({ siteId: 'owner', callbackKey: owner.registration.callbackKey });
      expect((await thief.events()).subscriptions).toEqual([
        { contentType: NOTE, status: 'approved' },
      ]);
      await expect(owner.events()).rejects.toThrow(/not_registered/);
    });

    it('refuses what cannot be streamed, and says why', async () => {
      const client = await registerClient(site.url, site.api, 'wants-all', [NOTE]);
      const wants = (contentType: string) =>
        client.register({ subscriptions: [subscriptionTo(contentType)] });

      await expect(wants('api::nothing.nothing')).rejects.toThrow(/no such content type/);
      await expect(wants('plugin::event-streaming.consumer')).rejects.toThrow(/internal/);
      await expect(wants('admin::user')).rejects.toThrow(/400/);
    });

    it('refuses another version of the protocol', async () => {
      const client = await registerClient(site.url, site.api, 'future', [NOTE]);

      await expect(client.register({ protocolVersion: 99 })).rejects.toThrow(
        /unsupported_protocol/
      );
    });

    it('refuses an address that is not one', async () => {
      const client = await registerClient(site.url, site.api, 'odd-url', [NOTE]);

      await expect(client.register({ url: 'file:///etc/passwd' })).rejects.toThrow(/400/);
    });
  });

  describe('events', () => {
    it('come only once approved, in order, a page at a time, the same when asked again', async () => {
      const client = await registerClient(site.url, site.api, 'reader', [NOTE]);
      await write('pending');
      expect((await client.events()).events).toEqual([]);
      await judgeAll(site.api, 'reader');
      const ids = [await write('a'), await write('b'), await write('c')];
      await numberedUpTo(3, client);

      const events = await client.allEvents(1);
      expect(events.map(({ partitionkey }) => partitionkey)).toEqual(ids);
      expect(await client.allEvents(2)).toEqual(events);
      expect(await client.allEvents()).toEqual(events);
    });

    it('hold nothing that has become private since, in components neither', async () => {
      const client = await registerClient(site.url, site.api, 'hidden from', [JOB]);
      await judgeAll(site.api, 'hidden from');
      await strapi.documents(JOB).create({
        data: { title: 'Cook', salaryNote: 'GOOD', contacts: [{ name: 'Ada', email: 'a@b.cd' }] },
      });
      await numberedUpTo(1, client);
      const { salaryNote } = strapi.contentTypes[JOB].attributes as Record<string, object>;
      const { email } = strapi.components['shared.contact'].attributes as Record<string, object>;
      Object.assign(salaryNote ?? {}, { private: true });
      Object.assign(email ?? {}, { private: true });
      try {
        const [event] = await client.allEvents();
        expect(event?.data.fields).toMatchObject({ title: 'Cook', contacts: [{ name: 'Ada' }] });
        expect(JSON.stringify(event)).not.toMatch(/GOOD|a@b\.cd/);
      } finally {
        [salaryNote, email].forEach((attribute) =>
          Object.assign(attribute ?? {}, { private: false })
        );
      }
    });

    it('of a document that is too large for the log say to ask for the whole', async () => {
      const client = await registerClient(site.url, site.api, 'large', [NOTE]);
      await judgeAll(site.api, 'large');
      const { documentId } = await strapi
        .documents(NOTE)
        .create({ data: { title: 'large', content: 'é'.repeat(5_000_000) } });
      await strapi.documents(NOTE).update({ documentId, data: { rating: 1 } });
      await strapi.documents(NOTE).update({ documentId, data: { content: 'é' } });
      await strapi.documents(NOTE).delete({ documentId });
      await numberedUpTo(4, client);

      expect((await client.allEvents()).map(({ data }) => data)).toMatchObject([
        { fields: null, isIncomplete: true },
        { fields: null, isIncomplete: true },
        { fields: { content: 'é' }, isIncomplete: false },
        { fields: null, isIncomplete: false },
      ]);
    });

    it('of a document that the consumer lacks say to ask for the whole', async () => {
      const documentId = await write('old');
      const client = await registerClient(site.url, site.api, 'late', [NOTE]);
      await judgeAll(site.api, 'late');
      await strapi.documents(NOTE).update({ documentId, data: { title: 'new', rating: 1 } });
      await strapi.documents(NOTE).update({ documentId, data: { rating: 2 } });
      await numberedUpTo(2, client);

      const [first, second] = await client.allEvents();
      expect(first?.data).toMatchObject({ isIncomplete: true, fields: null });
      expect(second?.data).toMatchObject({ isIncomplete: false, fields: { rating: 2 } });
    });

    it('a delete goes only to who has the document', async () => {
      const documentId = await write('unknown to the consumer');
      const client = await registerClient(site.url, site.api, 'no-deletes', [NOTE]);
      await judgeAll(site.api, 'no-deletes');
      await strapi.documents(NOTE).delete({ documentId });
      await write('later');
      await numberedUpTo(1, client);

      const [event] = await client.allEvents();
      expect(event?.data.fields).toMatchObject({ title: 'later' });
    });

    it('after a new approval: a delete of a document sent before, and changed ones are to be asked for', async () => {
      const client = await registerClient(site.url, site.api, 'judged-twice', [NOTE]);
      await judgeAll(site.api, 'judged-twice');
      const ids = [await write('to delete'), await write('to change')];
      await numberedUpTo(2, client);
      await judgeAll(site.api, 'judged-twice', 'rejected');
      await strapi.documents(NOTE).update({ documentId: ids[1] ?? '', data: { title: 'unseen' } });
      await judgeAll(site.api, 'judged-twice');
      const { nextCursor } = await client.events();
      await strapi.documents(NOTE).delete({ documentId: ids[0] ?? '' });
      await strapi.documents(NOTE).update({ documentId: ids[1] ?? '', data: { rating: 5 } });

      const events = await until(async () => {
        const page = await client.events(nextCursor);
        return page.events.length === 2 && page.events;
      });
      expect(events.map(({ type }) => type)).toEqual([
        'event-streaming.document.delete',
        'event-streaming.document.update',
      ]);
      expect(events[1]?.data).toMatchObject({ isIncomplete: true, fields: null });
    });

    it('of another stream and ahead of the log are named gaps', async () => {
      const client = await registerClient(site.url, site.api, 'gap', [NOTE]);
      const get = (query: Record<string, unknown>) =>
        client.http.send('get', `${PREFIX}/events`, { query });
      const { streamId, head } = (await site.api.streaming.status()).site;

      await expect(get({ after: 0, streamId: 'other' })).rejects.toThrow(/stream_changed/);
      await expect(get({ after: head + 1, streamId })).rejects.toThrow(/cursor_ahead/);
    });

    it.each([
      { after: -1 },
      { after: 'x' },
      { after: 1.5 },
      { after: 0, limit: 0 },
      { after: 0, limit: 100_000 },
      { after: 0, extra: 1 },
    ])('are refused for %j', async (query) => {
      const client = await registerClient(site.url, site.api, `bad ${JSON.stringify(query)}`, [
        NOTE,
      ]);

      await expect(
        client.http.send('get', `${PREFIX}/events`, { query: { streamId: 's', ...query } })
      ).rejects.toThrow(/answered 400/);
    });
  });

  describe('documents by reference', () => {
    const ask = (client: ConsumerClient, contentType: string, documentId: string) =>
      client.http.send<{ sequence: number; documents: { versions: { fields: object }[] }[] }>(
        'post',
        `${PREFIX}/documents`,
        { body: { references: [{ contentType, documentId }] } }
      );

    it('are whole, without private fields, with the sequence they contain', async () => {
      const client = await registerClient(site.url, site.api, 'healer', [CUSTOMER]);
      await judgeAll(site.api, 'healer');
      const { documentId } = await strapi
        .documents(CUSTOMER)
        .create({ data: { name: 'Ada', internalNote: 'TOP-SECRET' } });
      await numberedUpTo(1, client);

      const { sequence, documents } = await ask(client, CUSTOMER, documentId);
      expect(sequence).toBeGreaterThan(0);
      expect(documents[0]?.versions[0]?.fields).toMatchObject({ name: 'Ada' });
      expect(JSON.stringify(documents)).not.toMatch(/TOP-SECRET|internalNote/);
      expect((await ask(client, CUSTOMER, 'gone')).documents[0]?.versions).toEqual([]);
    });

    it('come only for approved content types', async () => {
      const client = await registerClient(site.url, site.api, 'curious', [NOTE, ITEM]);
      const documentId = await write('secret');

      await expect(ask(client, NOTE, documentId)).rejects.toThrow(/not_approved/);
      await expect(ask(client, 'api::sample.sample', 'x')).rejects.toThrow(/not_approved/);
      await expect(ask(client, 'admin::user', 'x')).rejects.toThrow(/400/);
    });
  });
});

import type { Core } from '@strapi/strapi';

import type { Conditions } from '../../server/src/feed';
import type { CloudEvent, RequestedSubscription } from '../../server/src/protocol';
import type { ConsumerClient } from '../support/consumer-client';
import { judgeAll, registerClient, subscriptionTo } from '../support/consumer-client';
import type { RunningStrapi } from '../support/strapi';
import { startStrapi } from '../support/strapi';
import { until } from '../support/until';

const NOTE = 'api::note.note';
const INVOICE = 'api::sales-invoice.sales-invoice';
const CUSTOMER = 'api::customer.customer';
const PREFIX = '/api/event-streaming';
const UPDATE_LOG = 'plugin::event-streaming.update-log';

const PUBLIC = 'doc.public == true';
const PLAIN = 'doc.number != null';

/** What an event says, without what is different each time. */
const gist = ({ type, data }: CloudEvent) => ({
  type: type.replace('event-streaming.document.', ''),
  action: data.action,
  fields: data.fields && Object.keys(data.fields).filter((name) => !/edAt$/.test(name)),
});

describe('the feed of a consumer with a condition', () => {
  let site: RunningStrapi;
  let strapi: Core.Strapi;
  let count = 0;

  const notes = () => strapi.documents(NOTE);
  const invoices = () => strapi.documents(INVOICE);
  const conditions = () => strapi.plugin('event-streaming').service<Conditions>('conditions');

  const subscribe = async (
    contentType: string,
    request: Partial<RequestedSubscription>,
    own?: string
  ): Promise<{ client: ConsumerClient; name: string }> => {
    count += 1;
    const name = `consumer-${count}`;
    const client = await registerClient(site.url, site.api, name, [contentType], request);
    await judgeAll(site.api, name);
    if (own) {
      await addCondition(name, contentType, own);
    }
    return { client, name };
  };
  const consumerNamed = async (name: string) => {
    const { data } = await site.api.streaming.consumers({ filters: { siteId: name } });
    const [consumer] = data;
    if (!consumer) throw new Error(`There is no ${name}.`);
    return consumer;
  };
  const subscriptionOf = async (name: string) => (await consumerNamed(name)).subscriptions[0];
  const addCondition = async (name: string, contentType: string, condition: string | null) => {
    const { documentId } = await consumerNamed(name);
    await site.api.streaming.updateConsumer(documentId, {
      subscriptions: [{ contentType, status: 'approved', condition }],
    });
  };
  /** Every log is numbered: what is asked for now is all there is. */
  const numbered = () =>
    until(
      async () => (await strapi.db.query(UPDATE_LOG).count({ where: { sequence: null } })) === 0
    );
  const eventsOf = async (client: ConsumerClient, documentId: string) => {
    await numbered();
    return (await client.allEvents()).filter(({ partitionkey }) => partitionkey === documentId);
  };
  const ask = async (client: ConsumerClient, contentType: string, documentId: string) => {
    const { documents } = await client.http.send<{
      documents: { versions: { status: string | null }[]; withheld: object[] }[];
    }>('post', `${PREFIX}/documents`, { body: { references: [{ contentType, documentId }] } });
    return documents[0];
  };

  beforeAll(async () => {
    site = await startStrapi();
    ({ strapi } = site);
  });

  afterAll(() => site.stop());

  describe('a document without Draft & Publish', () => {
    it('is judged as it is now where it was too large for the log', async () => {
      const { client } = await subscribe(NOTE, { condition: PUBLIC });
      const { documentId } = await notes().create({ data: { title: 'a', public: true } });
      const content = 'é'.repeat(5_000_000);
      await notes().update({ documentId, data: { content } });
      await notes().update({ documentId, data: { content: 'é' } });

      expect((await eventsOf(client, documentId)).map(({ data }) => data)).toMatchObject([
        { action: 'create', isIncomplete: false },
        { action: 'update', isIncomplete: true },
        { action: 'update', isIncomplete: false },
      ]);
    });

    it('comes with all its old logs, in order, when it meets the condition', async () => {
      const { client } = await subscribe(NOTE, { condition: PUBLIC });
      const { documentId } = await notes().create({ data: { title: 'a' } });
      await notes().update({ documentId, data: { title: 'b' } });
      expect(await eventsOf(client, documentId)).toEqual([]);

      await notes().update({ documentId, data: { public: true } });
      await notes().update({ documentId, data: { rating: 1 } });
      const events = await eventsOf(client, documentId);

      expect(events.map(gist)).toEqual([
        { type: 'create', action: 'create', fields: ['title', 'content', 'public', 'rating'] },
        { type: 'update', action: 'update', fields: ['title'] },
        { type: 'update', action: 'update', fields: ['public'] },
        { type: 'update', action: 'update', fields: ['rating'] },
      ]);
      const [first, second, third, fourth] = events;
      for (const placed of [first, second]) {
        expect(placed?.sequence).toBe(third?.sequence);
        expect(placed?.data.transactionId).toBe(third?.data.transactionId);
      }
      expect(Number(fourth?.sequence)).toBeGreaterThan(Number(third?.sequence));
      expect(new Set(events.map(({ id }) => id)).size).toBe(4);
    });

    it('leaves without a word of its content, and comes back with what it missed', async () => {
      const { client } = await subscribe(NOTE, { condition: PUBLIC });
      const { documentId } = await notes().create({ data: { title: 'a', public: true } });
      await notes().update({ documentId, data: { title: 'SECRET', public: false } });
      await notes().update({ documentId, data: { rating: 1 } });
      const left = await eventsOf(client, documentId);

      expect(left.map(gist)).toMatchObject([
        { type: 'create' },
        { type: 'delete', action: 'leave', fields: null },
      ]);
      expect(left[1]?.data).toMatchObject({ leaves: true, deletesDocument: true });
      expect(JSON.stringify(left)).not.toContain('SECRET');

      await notes().update({ documentId, data: { public: true } });
      const back = (await eventsOf(client, documentId)).slice(2);
      expect(back.map(({ data }) => data.fields)).toEqual([
        { title: 'SECRET', public: false },
        { rating: 1 },
        { public: true },
      ]);
    });

    it('is deleted for those who have it, and nobody else hears of it', async () => {
      const { client } = await subscribe(NOTE, { condition: PUBLIC });
      const had = await notes().create({ data: { title: 'had', public: true } });
      const never = await notes().create({ data: { title: 'never' } });
      const left = await notes().create({ data: { title: 'left', public: true } });
      await notes().update({ documentId: left.documentId, data: { public: false } });
      for (const { documentId } of [had, never, left]) {
        await notes().delete({ documentId });
      }

      const last = (await eventsOf(client, had.documentId)).at(-1);
      expect(last?.data).toMatchObject({ action: 'delete', deletesDocument: true, leaves: false });
      expect(await eventsOf(client, never.documentId)).toEqual([]);
      expect((await eventsOf(client, left.documentId)).map(gist)).toMatchObject([
        { action: 'create' },
        { action: 'leave' },
      ]);
    });

    it('a page asked for again is the same, coming, leaving and cut anywhere', async () => {
      const { client } = await subscribe(NOTE, { condition: PUBLIC });
      const { documentId } = await notes().create({ data: { title: 'a' } });
      for (const isPublic of [true, false, true, false]) {
        await notes().update({ documentId, data: { public: isPublic } });
        await notes().update({ documentId, data: { rating: Number(isPublic) } });
      }
      const events = await eventsOf(client, documentId);

      expect(events.filter(({ data }) => data.leaves)).toHaveLength(2);
      expect(await eventsOf(client, documentId)).toEqual(events);
      for (const limit of [1, 2, 3]) {
        expect(await client.allEvents(limit)).toEqual(await client.allEvents());
      }
      expect(await eventsOf(client, documentId)).toEqual(events);
    });

    it('both conditions must hold, of the consumer and of the administrator', async () => {
      const { client } = await subscribe(NOTE, { condition: PUBLIC }, '{"rating":{"$gt":3}}');
      const both = await notes().create({ data: { title: 'both', public: true, rating: 4 } });
      const one = await notes().create({ data: { title: 'one', public: true, rating: 3 } });
      const other = await notes().create({ data: { title: 'other', rating: 4 } });

      expect(await eventsOf(client, both.documentId)).toHaveLength(1);
      expect(await eventsOf(client, one.documentId)).toEqual([]);
      expect(await eventsOf(client, other.documentId)).toEqual([]);
    });

    it('is to be asked for whole when its logs are gone', async () => {
      const { client } = await subscribe(NOTE, { condition: PUBLIC });
      const { documentId } = await notes().create({ data: { title: 'a' } });
      await numbered();
      await strapi.db.query(UPDATE_LOG).deleteMany({ where: { sourceDocumentId: documentId } });
      await notes().update({ documentId, data: { public: true } });

      const events = await eventsOf(client, documentId);
      expect(events).toHaveLength(1);
      expect(events[0]?.data).toMatchObject({ isIncomplete: true, fields: null });
    });
  });

  describe('a document with Draft & Publish', () => {
    it('published versions only: come, change, are unpublished, come back, and go', async () => {
      const { client } = await subscribe(INVOICE, { condition: 'doc.status == "published"' });
      const { documentId } = await invoices().create({ data: { number: '1' } });
      await invoices().update({ documentId, data: { number: '2' } });
      expect(await eventsOf(client, documentId)).toEqual([]);

      await invoices().publish({ documentId });
      await invoices().update({ documentId, data: { number: '3' } });
      await invoices().publish({ documentId });
      await invoices().unpublish({ documentId });
      await invoices().publish({ documentId });
      await invoices().delete({ documentId });
      const events = await eventsOf(client, documentId);

      expect(
        events.map(({ data }) => [data.action, data.status, data.leaves, data.deletesDocument])
      ).toEqual([
        ['publish', 'published', false, false],
        ['publish', 'published', false, false],
        ['leave', 'published', true, true],
        ['publish', 'published', false, false],
        ['delete', 'published', false, true],
      ]);
      expect(events.slice(0, 2).every(({ data }) => data.withoutDraft)).toBe(true);
      expect(events[0]?.data.fields).toMatchObject({ number: '2' });
      expect(events[1]?.data.fields).toEqual({ number: '3' });
    });

    it('each version comes and leaves by itself', async () => {
      const { client } = await subscribe(INVOICE, { condition: 'doc.number != "hidden"' });
      const { documentId } = await invoices().create({ data: { number: '1' } });
      await invoices().publish({ documentId });
      await invoices().update({ documentId, data: { number: 'hidden' } });
      await invoices().publish({ documentId });
      await invoices().update({ documentId, data: { number: '2' } });
      await invoices().publish({ documentId });
      const events = await eventsOf(client, documentId);

      expect(
        events.map(({ data }) => [
          data.status,
          data.action,
          data.deletesDocument,
          data.withoutDraft,
        ])
      ).toEqual([
        ['draft', 'create', false, false],
        ['published', 'publish', false, false],
        ['draft', 'leave', false, false],
        ['published', 'leave', true, true],
        // What it missed, then what brought it back.
        ['draft', 'update', false, false],
        ['draft', 'update', false, false],
        ['published', 'publish', false, false],
        ['published', 'publish', false, false],
      ]);
    });
  });

  describe('whole documents', () => {
    it('have those versions that meet it now, and say which are withheld', async () => {
      const { client } = await subscribe(INVOICE, { condition: 'doc.number == "1"' });
      const { documentId } = await invoices().create({ data: { number: '1' } });
      await invoices().publish({ documentId });
      await invoices().update({ documentId, data: { number: '2' } });
      const hidden = await invoices().create({ data: { number: '3' } });
      await numbered();

      expect(await ask(client, INVOICE, documentId)).toMatchObject({
        versions: [{ status: 'published' }],
        withheld: [{ locale: null, status: 'draft' }],
      });
      expect(await ask(client, INVOICE, hidden.documentId)).toMatchObject({
        versions: [],
        withheld: [{ locale: null, status: 'draft' }],
      });
      expect(await ask(client, INVOICE, 'none')).toMatchObject({ versions: [], withheld: [] });
    });

    it('count as had, in the versions that were given', async () => {
      const { client } = await subscribe(INVOICE, { condition: 'doc.number == "1"' });
      const { documentId } = await invoices().create({ data: { number: '1' } });
      await invoices().publish({ documentId });
      await numbered();
      const { nextCursor } = await client.events();
      await ask(client, INVOICE, documentId);
      await invoices().update({ documentId, data: { number: '2' } });
      await invoices().publish({ documentId });
      await numbered();

      const { events } = await client.events(nextCursor);
      expect(events.map(({ data }) => [data.status, data.action, data.deletesDocument])).toEqual([
        ['draft', 'leave', false],
        ['published', 'leave', true],
      ]);
    });
  });

  describe('a filter with a relation path', () => {
    const VIP = JSON.stringify({ customer: { vip: true } });

    it('looks at the target as it is', async () => {
      const { client } = await subscribe(INVOICE, { condition: VIP });
      const vip = await strapi.documents(CUSTOMER).create({ data: { name: 'V', vip: true } });
      const plain = await strapi.documents(CUSTOMER).create({ data: { name: 'P', vip: false } });
      const create = (customer: string | null) =>
        invoices().create({ data: { number: 'x', customer } });
      const [ofVip, ofPlain, ofNobody] = [
        await create(vip.documentId),
        await create(plain.documentId),
        await create(null),
      ];

      expect(await eventsOf(client, ofVip.documentId)).toHaveLength(1);
      expect(await eventsOf(client, ofPlain.documentId)).toEqual([]);
      expect(await eventsOf(client, ofNobody.documentId)).toEqual([]);
      await strapi
        .documents(CUSTOMER)
        .update({ documentId: plain.documentId, data: { vip: true } });
      await invoices().update({ documentId: ofPlain.documentId, data: { number: 'y' } });
      expect(await eventsOf(client, ofPlain.documentId)).toHaveLength(2);
    });

    it('of the consumer, does not look into what the consumer may not have', async () => {
      const { client, name } = await subscribe(INVOICE, { condition: VIP });
      const { documentId } = await consumerNamed(name);
      await site.api.streaming.updateConsumer(documentId, {
        subscriptions: [
          { contentType: INVOICE, status: 'approved', refusedDependencies: [CUSTOMER] },
        ],
      });
      const vip = await strapi.documents(CUSTOMER).create({ data: { name: 'V', vip: true } });
      const invoice = await invoices().create({ data: { number: 'z', customer: vip.documentId } });

      expect(await eventsOf(client, invoice.documentId)).toEqual([]);
      await addCondition(name, INVOICE, VIP);
      await client.register({ subscriptions: [subscriptionTo(INVOICE)] });
      const own = await invoices().create({ data: { number: 'w', customer: vip.documentId } });
      expect(await eventsOf(client, own.documentId)).toHaveLength(1);
    });
  });

  describe("a filter of the consumer's with a relation path", () => {
    const startsWith = (letter: string) =>
      JSON.stringify({ customer: { name: { $startsWith: letter } } });
    const asksFor = (client: ConsumerClient, condition: string, customers: object) =>
      client.register({
        subscriptions: [
          subscriptionTo(INVOICE, { condition }),
          subscriptionTo(CUSTOMER, customers),
        ],
      });
    const isGiven = async (client: ConsumerClient, documentId: string) =>
      (await ask(client, INVOICE, documentId))?.versions.length === 1;

    it("does not look into documents that the administrator's condition keeps back", async () => {
      const { client, name } = await subscribe(INVOICE, {});
      await asksFor(client, PLAIN, {});
      await judgeAll(site.api, name);
      await addCondition(name, CUSTOMER, 'doc.vip == true');
      const create = async (vip: boolean) => {
        const { documentId: customer } = await strapi
          .documents(CUSTOMER)
          .create({ data: { name: 'Secret', vip } });
        return (await invoices().create({ data: { number: '1', customer } })).documentId;
      };
      const [known, hidden] = [await create(true), await create(false)];

      for (const [letter, isFound] of [
        ['S', true],
        ['T', false],
      ] as const) {
        await asksFor(client, startsWith(letter), {});
        expect(await isGiven(client, known)).toBe(isFound);
        expect(await isGiven(client, hidden)).toBe(false);
      }
      // What it wants for itself hides nothing from it.
      await asksFor(client, startsWith('S'), { condition: 'doc.name == "other"' });
      expect(await isGiven(client, known)).toBe(true);
    });
  });

  it('an expression that takes long, of a whole page, leaves time for others', async () => {
    const ten = JSON.stringify([...Array(10).keys()]);
    const heavy = ['a', 'b', 'c', 'd'].reduceRight(
      (body, name) => `${ten}.all(${name}, ${body})`,
      'a + b + c + d < 99'
    );
    const { client } = await subscribe(NOTE, { condition: heavy });
    for (let index = 0; index < 60; index += 1) {
      await notes().create({ data: { title: `note ${index}` } });
    }
    await numbered();
    let longestWait = 0;
    let since = performance.now();
    const timer = setInterval(() => {
      longestWait = Math.max(longestWait, performance.now() - since);
      since = performance.now();
    }, 1);
    await client.events();
    clearInterval(timer);

    expect(longestWait).toBeLessThan(300);
  });

  describe('functions of the site', () => {
    it.each(['cmd: isOddNote', 'cmd: api::note.note.isOddNote'])('%s', async (condition) => {
      const { client } = await subscribe(NOTE, { condition });
      const ids: string[] = [];
      for (let index = 0; index < 4; index += 1) {
        ids.push((await notes().create({ data: { title: `n${index}` } })).documentId);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      const counts: number[] = [];
      for (const documentId of ids) {
        counts.push((await eventsOf(client, documentId)).length);
      }

      expect([
        [0, 1, 0, 1],
        [1, 0, 1, 0],
      ]).toContainEqual(counts);
    });

    it('a service method that a consumer comes to ask for waits for an approval', async () => {
      const { client, name } = await subscribe(NOTE, {});
      const change = (condition: string) =>
        client.register({ subscriptions: [subscriptionTo(NOTE, { condition })] });

      await change('cmd: isOddNote');
      expect(await subscriptionOf(name)).toMatchObject({ status: 'approved' });
      await change('cmd: api::note.note.isOddNote');
      expect(await subscriptionOf(name)).toMatchObject({ status: 'pending' });
    });

    it('drafts that a consumer comes to ask for wait for an approval', async () => {
      const { client, name } = await subscribe(INVOICE, { versions: 'published' });
      await client.register({ subscriptions: [subscriptionTo(INVOICE)] });
      expect(await subscriptionOf(name)).toMatchObject({ status: 'pending', versions: 'all' });
      const { documentId } = await invoices().create({ data: { number: 'draft' } });
      expect(await eventsOf(client, documentId)).toEqual([]);

      await judgeAll(site.api, name);
      await client.register({
        subscriptions: [subscriptionTo(INVOICE, { versions: 'published' })],
      });
      expect(await subscriptionOf(name)).toMatchObject({ status: 'approved' });
    });

    it.each(['cmd: fails', 'cmd: hangs'])(
      '%s: does not match, is shown and logged once, and no save suffers',
      async (condition) => {
        const warn = jest.spyOn(strapi.log, 'warn');
        const { client, name } = await subscribe(NOTE, {}, condition);
        const startedAt = performance.now();
        const { documentId } = await notes().create({ data: { title: 'a', public: true } });
        await notes().update({ documentId, data: { rating: 1 } });
        expect(performance.now() - startedAt).toBeLessThan(2000);

        expect(await eventsOf(client, documentId)).toEqual([]);
        expect(await eventsOf(client, documentId)).toEqual([]);
        const { conditionError } = (await subscriptionOf(name)) ?? {};
        expect(conditionError?.message).toMatch(/search server is away|did not answer within/);
        expect(Date.parse(conditionError?.occurredAt ?? '')).toBeGreaterThan(0);
        const told = warn.mock.calls.filter(([text]) => JSON.stringify(text).includes(name));
        expect(told).toHaveLength(1);

        await addCondition(name, NOTE, null);
        expect(await subscriptionOf(name)).toMatchObject({ conditionError: null });
        warn.mockRestore();
      }
    );

    it.each(['throws', 'hangs'])(
      'that %s makes nothing leave, and what was missed comes whole when it answers again',
      async (how) => {
        let isAway = false;
        conditions().register(`${how}Sometimes`, () => {
          if (isAway && how === 'throws') throw new Error('the search server is away');
          return isAway ? new Promise<boolean>(() => {}) : true;
        });
        const { client } = await subscribe(NOTE, { condition: `cmd: ${how}Sometimes` });
        const ids = [];
        for (const title of ['a', 'b', 'c']) {
          ids.push((await notes().create({ data: { title } })).documentId);
        }
        await numbered();
        const first = await client.events();
        expect(first.events).toHaveLength(3);

        isAway = true;
        for (const documentId of ids) {
          await notes().update({ documentId, data: { rating: 1 } });
        }
        await numbered();
        let page = first;
        while (page.nextCursor < page.head || page === first) {
          page = await client.events(page.nextCursor);
          expect(page.events).toEqual([]);
        }
        expect(await ask(client, NOTE, ids[0] ?? '')).toBeUndefined();

        isAway = false;
        for (const documentId of ids) {
          await notes().update({ documentId, data: { content: 'x' } });
        }
        await numbered();
        const later = await client.events(page.nextCursor);
        expect(later.events.map(({ data }) => [data.action, data.isIncomplete])).toEqual(
          ids.map(() => ['update', true])
        );
      }
    );
  });

  describe('saving a condition', () => {
    const WRONG = [
      ['doc.publik == true', /publik/],
      ['doc.rating >', /./],
      ['doc.title', /./],
      ['{"publik":true}', /publik/],
      ['{"public":', /JSON/],
      ['cmd: nobody', /no function is registered/],
      ['cmd: api::note.note.nothing', /no method nothing/],
      ['cmd: api::note.note.delete', /not a method that can be a condition/],
      ['cmd: plugin::users-permissions.user.edit', /not a method that can be a condition/],
      ['doc.internalNote == "x"', /internalNote/],
    ] as const;

    describe('that is wrong', () => {
      let client: ConsumerClient;
      let name = '';

      beforeAll(async () => {
        ({ client, name } = await subscribe(NOTE, {}));
        await client.register({
          subscriptions: [subscriptionTo(NOTE), subscriptionTo(CUSTOMER)],
        });
      });

      it.each(WRONG)('%s is refused with a sentence', async (condition, sentence) => {
        const contentType = condition.includes('internalNote') ? CUSTOMER : NOTE;
        const requested = client.register({
          subscriptions: [subscriptionTo(contentType, { condition })],
        });
        await expect(requested).rejects.toThrow(/condition_not_valid/);
        await expect(requested).rejects.toThrow(sentence);

        const own = addCondition(name, contentType, condition);
        await expect(own).rejects.toThrow(/400/);
        await expect(own).rejects.toThrow(sentence);
        const { subscriptions } = await consumerNamed(name);
        expect(
          subscriptions.every((row) => row.requestedCondition === null && row.condition === null)
        ).toBe(true);
      });
    });

    it('shows both, and keeps what is not named', async () => {
      const { name } = await subscribe(NOTE, { condition: PUBLIC }, 'doc.rating > 1');
      await judgeAll(site.api, name, 'rejected');
      await judgeAll(site.api, name);

      expect(await subscriptionOf(name)).toMatchObject({
        requestedCondition: PUBLIC,
        condition: 'doc.rating > 1',
      });
    });

    it('takes a filter as the object it is', async () => {
      const { name } = await subscribe(NOTE, {});
      const { documentId } = await consumerNamed(name);
      await site.api.streaming.updateConsumer(documentId, {
        subscriptions: [
          { contentType: NOTE, status: 'approved', condition: { public: { $eq: true } } },
        ],
      });

      expect(await subscriptionOf(name)).toMatchObject({ condition: '{"public":{"$eq":true}}' });
    });

    it('without the last one, documents come whole again', async () => {
      const { client, name } = await subscribe(NOTE, {}, PUBLIC);
      const { documentId } = await notes().create({ data: { title: 'a', public: true } });
      const hidden = await notes().create({ data: { title: 'b' } });
      await numbered();
      const { nextCursor } = await client.events();
      await addCondition(name, NOTE, null);
      await notes().update({ documentId, data: { rating: 1 } });
      await notes().update({ documentId: hidden.documentId, data: { rating: 1 } });
      await numbered();

      const { events } = await client.events(nextCursor);
      expect(events.map(({ data }) => data.isIncomplete)).toEqual([true, true]);
    });

    it('a stricter one makes documents leave with their next change', async () => {
      const { client, name } = await subscribe(NOTE, {});
      const { documentId } = await notes().create({ data: { title: 'a' } });
      await numbered();
      const { nextCursor } = await client.events();
      await addCondition(name, NOTE, PUBLIC);
      await notes().update({ documentId, data: { rating: 1 } });
      await numbered();

      const { events } = await client.events(nextCursor);
      expect(events.map(gist)).toMatchObject([{ action: 'leave' }]);
    });
  });

  it('the update log shows what was sent later, and what was only told to leave', async () => {
    const { client, name } = await subscribe(NOTE, { condition: PUBLIC });
    const { documentId } = await notes().create({ data: { title: 'a' } });
    await notes().update({ documentId, data: { public: true } });
    await notes().update({ documentId, data: { public: false } });
    await eventsOf(client, documentId);
    const deliveries = async () => {
      const { data } = await site.api.streaming.updateLogs({
        filters: { documentId },
        sort: 'sequence:asc',
      });
      const logs = await Promise.all(data.map(({ id }) => site.api.streaming.updateLog(id)));
      return logs.map(({ consumers }) => {
        const mine = consumers.find((consumer) => consumer.name === name);
        return mine && [mine.kind, mine.result];
      });
    };
    expect(await deliveries()).toEqual([
      ['earlier', null],
      ['change', null],
      ['leave', null],
    ]);

    const { streamId, head } = (await site.api.streaming.status()).site;
    await client.http.send('post', `${PREFIX}/acknowledgements`, {
      body: { streamId, cursor: head, results: [] },
    });
    expect(await deliveries()).toEqual([
      ['earlier', 'synced'],
      ['change', 'synced'],
      ['leave', 'synced'],
    ]);
  });

  it('a mapped subscription gets each changed version whole as well', async () => {
    const { client } = await subscribe(NOTE, { mapped: true });
    const { documentId } = await notes().create({ data: { title: 'a', rating: 1 } });
    await notes().update({ documentId, data: { rating: 2 } });
    const [, update] = await eventsOf(client, documentId);

    expect(update?.data.fields).toEqual({ rating: 2 });
    expect(update?.data.state).toMatchObject({ title: 'a', rating: 2 });
  });
});

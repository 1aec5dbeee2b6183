import type { ConsumerSubscription, DocumentLink, LeavePolicy } from '../../server/src/protocol';
import type { AdminApi } from '../support/api';
import { registerFirstAdmin } from '../support/api';
import { pair } from '../support/pair';
import type { Site } from '../support/site-process';
import { startSite } from '../support/site-process';
import { until } from '../support/until';

const NOTE = 'api::note.note';
const INVOICE = 'api::sales-invoice.sales-invoice';
const CUSTOMER = 'api::customer.customer';

interface Note {
  title: string;
  public: boolean;
  rating: number | null;
}

interface Invoice {
  number: string;
  customer: unknown;
}

/** One row of a document, as the database has it. */
interface Row {
  publishedAt: string | null;
  title?: string;
  number?: string;
}

const NO_TIMER = { PULL_INTERVAL_SECONDS: '3600' };
const POLICIES: LeavePolicy[] = ['keep', 'unpublish', 'delete'];

describe('conditions between two sites', () => {
  let producerSite: Site;
  let consumerSite: Site;
  let producer: AdminApi;
  let consumer: AdminApi;
  let producerId = '';
  let consumerId = '';

  const notesOn = (site: AdminApi) => site.documents<Note>(NOTE);
  const invoicesOn = (site: AdminApi) => site.documents<Invoice>(INVOICE);
  const customersOn = (site: AdminApi) => site.documents<{ name: string; vip: boolean }>(CUSTOMER);

  /** What there is of a document: its title or number, by status. */
  const versionsOn = async (site: Site, uid: string, documentId: string) => {
    const rows = await site.call<Row[]>({
      kind: 'query',
      uid,
      method: 'findMany',
      params: { where: { documentId }, orderBy: 'id' },
    });
    const named = rows.map(({ publishedAt, title, number }) => [
      uid === NOTE ? 'note' : publishedAt ? 'published' : 'draft',
      title ?? number,
    ]);
    return Object.fromEntries(named) as Record<string, string>;
  };
  const here = (uid: string, documentId: string) => versionsOn(consumerSite, uid, documentId);
  const there = (uid: string, documentId: string) => versionsOn(producerSite, uid, documentId);

  const caughtUp = () =>
    until(
      async () => {
        const { site } = await producer.streaming.status();
        const { cursor } = await consumer.streaming.pull(producerId);
        return cursor === site.head && (await producer.streaming.status()).site.head === site.head;
      },
      { what: 'the consumer to have all', interval: 100 }
    );
  type Wanted = Parameters<AdminApi['streaming']['updateProducer']>[1]['subscriptions'] & object;
  const subscribe = async (...subscriptions: Wanted) => {
    await consumer.streaming.updateProducer(producerId, { subscriptions });
    await producer.streaming.updateConsumer(consumerId, {
      subscriptions: subscriptions.map(({ contentType }) => ({
        contentType,
        status: 'approved',
        condition: null,
      })),
    });
  };
  const addCondition = (contentType: string, condition: string | null) =>
    producer.streaming.updateConsumer(consumerId, {
      subscriptions: [{ contentType, status: 'approved', condition }],
    });
  const subscriptionOn = async (contentType: string): Promise<ConsumerSubscription> => {
    const { subscriptions } = await producer.streaming.consumer(consumerId);
    const found = subscriptions.find((row) => row.contentType === contentType);
    if (!found) throw new Error(`${contentType} is not subscribed to.`);
    return found;
  };
  const linkOf = async (contentType: string, documentId: string) => {
    const { data } = await consumer.http.send<{ data: DocumentLink[] }>(
      'get',
      '/event-streaming/document-links',
      { query: { contentType, documentId } }
    );
    return data[0]?.state ?? null;
  };
  const syncLogsOf = async (documentId: string) => {
    const { data } = await consumer.streaming.syncLogs({
      filters: { documentId },
      sort: 'sequence:ASC',
    });
    return data;
  };

  beforeAll(async () => {
    [producerSite, consumerSite] = await Promise.all([
      startSite({ name: 'producer', env: NO_TIMER }),
      startSite({ name: 'consumer', env: NO_TIMER }),
    ]);
    [producer, consumer] = await Promise.all([
      registerFirstAdmin(producerSite.url),
      registerFirstAdmin(consumerSite.url),
    ]);
    const paired = await pair({
      producer: { name: 'head office', url: producerSite.url, api: producer },
      consumer: { name: 'shop', url: consumerSite.url, api: consumer },
      contentTypes: [NOTE],
    });
    producerId = paired.producer.documentId;
    consumerId = paired.consumer.documentId;
  });

  afterAll(() => Promise.all([producerSite.remove(), consumerSite.remove()]));

  it('public Notes only', async () => {
    await subscribe({ contentType: NOTE, condition: 'doc.public == true' });
    expect(await subscriptionOn(NOTE)).toMatchObject({
      requestedCondition: 'doc.public == true',
      condition: null,
    });
    expect((await consumer.streaming.producer(producerId)).subscriptions).toMatchObject([
      { contentType: NOTE, condition: 'doc.public == true' },
    ]);

    const open = await notesOn(producer).create({ title: 'open', public: true });
    const closed = await notesOn(producer).create({ title: 'closed', public: false });
    await notesOn(producer).update(closed.documentId, { title: 'still closed', rating: 3 });
    await caughtUp();
    expect(await notesOn(consumer).findOne(open.documentId)).toMatchObject({ title: 'open' });
    expect(await notesOn(consumer).findOne(closed.documentId)).toBeNull();

    await notesOn(producer).update(closed.documentId, { public: true });
    await caughtUp();
    expect(await notesOn(consumer).findOne(closed.documentId)).toMatchObject({
      title: 'still closed',
      rating: 3,
      public: true,
    });
    const logs = await syncLogsOf(closed.documentId);
    expect(logs.map(({ updateType, status }) => `${updateType} ${status}`).sort()).toEqual([
      'create synced',
      'update synced',
      'update synced',
    ]);
  });

  it('submitted (published) Sales Invoices only', async () => {
    await subscribe({
      contentType: INVOICE,
      condition: "doc.status == 'published'",
      onLeave: 'unpublish',
    });
    const invoices = invoicesOn(producer);
    const { documentId } = await invoices.create({ number: 'SI-1' });
    await invoices.update(documentId, { number: 'SI-2' });
    await caughtUp();
    expect(await here(INVOICE, documentId)).toEqual({});

    await invoices.publish(documentId);
    await caughtUp();
    expect(await here(INVOICE, documentId)).toEqual({ draft: 'SI-2', published: 'SI-2' });

    await invoices.update(documentId, { number: 'SI-3' });
    await caughtUp();
    expect(await here(INVOICE, documentId)).toEqual({ draft: 'SI-2', published: 'SI-2' });
    await invoices.publish(documentId);
    await caughtUp();
    expect(await here(INVOICE, documentId)).toEqual({ draft: 'SI-3', published: 'SI-3' });

    await invoices.unpublish(documentId);
    await caughtUp();
    expect(await here(INVOICE, documentId)).toEqual({ draft: 'SI-3' });
    await invoices.update(documentId, { number: 'SI-4' });
    await invoices.publish(documentId);
    await caughtUp();
    expect(await here(INVOICE, documentId)).toEqual({ draft: 'SI-4', published: 'SI-4' });

    await invoices.remove(documentId);
    await caughtUp();
    expect(await here(INVOICE, documentId)).toEqual({});
  });

  it('the draft of a published version that came alone follows it, until it is edited here', async () => {
    await subscribe({ contentType: INVOICE, condition: "doc.status == 'published'" });
    const invoices = invoicesOn(producer);
    const { documentId } = await invoices.create({ number: 'a' });
    await invoices.publish(documentId);
    await caughtUp();
    await invoicesOn(consumer).update(documentId, { number: 'mine' });
    await invoices.update(documentId, { number: 'b' });
    await invoices.publish(documentId);
    await caughtUp();

    expect(await here(INVOICE, documentId)).toEqual({ draft: 'mine', published: 'b' });
  });

  describe('odd Notes by a registered function', () => {
    it.each([
      ['asked for by the consumer', 'cmd: isOddNote', null],
      ['asked for by the consumer', 'cmd: api::note.note.isOddNote', null],
      ['added by the producer', null, 'cmd: api::note.note.isOddNote'],
    ])('%s: %s %s', async (_who, requested, own) => {
      await subscribe({ contentType: NOTE, condition: requested });
      if (own) {
        await addCondition(NOTE, own);
      }
      const ids: string[] = [];
      for (const title of ['one', 'two', 'three', 'four']) {
        ids.push((await notesOn(producer).create({ title, public: true })).documentId);
      }
      await caughtUp();
      const arrived = await Promise.all(
        ids.map(async (id) => (await notesOn(consumer).findOne(id)) !== null)
      );

      expect([
        [true, false, true, false],
        [false, true, false, true],
      ]).toContainEqual(arrived);
      expect((await subscriptionOn(NOTE)).conditionError).toBeNull();
    });
  });

  describe.each(POLICIES)('onLeave: %s', (onLeave) => {
    it('a Note comes, changes, leaves, comes back and is deleted', async () => {
      await subscribe({ contentType: NOTE, condition: 'doc.public == true', onLeave });
      const notes = notesOn(producer);
      const { documentId } = await notes.create({ title: 'a' });
      await caughtUp();
      expect(await here(NOTE, documentId)).toEqual({});

      await notes.update(documentId, { public: true });
      await notes.update(documentId, { title: 'b' });
      await caughtUp();
      expect(await here(NOTE, documentId)).toEqual({ note: 'b' });

      await notes.update(documentId, { title: 'c', public: false });
      await notes.update(documentId, { title: 'd' });
      await caughtUp();
      // Without Draft & Publish there is nothing to unpublish.
      const isKept = onLeave !== 'delete';
      expect(await here(NOTE, documentId)).toEqual(isKept ? { note: 'b' } : {});
      expect(await linkOf(NOTE, documentId)).toBe(isKept ? 'detached' : null);

      await notes.update(documentId, { public: true });
      await caughtUp();
      expect(await here(NOTE, documentId)).toEqual({ note: 'd' });
      expect(await linkOf(NOTE, documentId)).toBe('linked');

      await notes.remove(documentId);
      await caughtUp();
      expect(await here(NOTE, documentId)).toEqual({});
    });

    it('a Note that left is not deleted with the one there', async () => {
      await subscribe({ contentType: NOTE, condition: 'doc.public == true', onLeave });
      const { documentId } = await notesOn(producer).create({ title: 'a', public: true });
      await notesOn(producer).update(documentId, { public: false });
      await notesOn(producer).remove(documentId);
      await caughtUp();

      expect(await here(NOTE, documentId)).toEqual(onLeave === 'delete' ? {} : { note: 'a' });
    });

    it('draft and published version come and leave, each by itself', async () => {
      await subscribe({ contentType: INVOICE, condition: 'doc.number != "hidden"', onLeave });
      const invoices = invoicesOn(producer);
      const { documentId } = await invoices.create({ number: 'hidden' });
      await invoices.publish(documentId);
      await caughtUp();
      expect(await here(INVOICE, documentId)).toEqual({});

      await invoices.update(documentId, { number: 'one' });
      await caughtUp();
      expect(await here(INVOICE, documentId)).toEqual({ draft: 'one' });
      await invoices.publish(documentId);
      await invoices.update(documentId, { number: 'two' });
      await caughtUp();
      expect(await here(INVOICE, documentId)).toEqual({ draft: 'two', published: 'one' });

      await invoices.update(documentId, { number: 'hidden' });
      await caughtUp();
      expect(await here(INVOICE, documentId)).toEqual({
        draft: onLeave === 'delete' ? 'one' : 'two',
        published: 'one',
      });
      await invoices.publish(documentId);
      await caughtUp();
      expect(await here(INVOICE, documentId)).toEqual(
        { keep: { draft: 'two', published: 'one' }, unpublish: { draft: 'two' }, delete: {} }[
          onLeave
        ]
      );

      await invoices.update(documentId, { number: 'three' });
      await invoices.publish(documentId);
      await invoices.update(documentId, { number: 'four' });
      await caughtUp();
      expect(await here(INVOICE, documentId)).toEqual(await there(INVOICE, documentId));

      await invoices.unpublish(documentId);
      await caughtUp();
      // The draft is there and goes on: that the other version is gone is no leaving.
      expect(await here(INVOICE, documentId)).toEqual({ draft: 'four' });
      await invoices.remove(documentId);
      await caughtUp();
      expect(await here(INVOICE, documentId)).toEqual({});
    });
  });

  it('a filter with a relation path, and a target that is withheld itself', async () => {
    await subscribe(
      { contentType: INVOICE, condition: JSON.stringify({ customer: { name: { $ne: 'none' } } }) },
      { contentType: CUSTOMER, condition: 'doc.vip' }
    );
    const create = async (name: string, vip: boolean) => {
      const customer = await customersOn(producer).create({ name, vip });
      const invoice = await invoicesOn(producer).create({
        number: name,
        customer: [customer.documentId],
      });
      return { customer: customer.documentId, invoice: invoice.documentId };
    };
    const none = await create('none', true);
    const vip = await create('Ada', true);
    const plain = await create('Bob', false);
    await caughtUp();

    expect(await here(INVOICE, none.invoice)).toEqual({});
    expect(await here(INVOICE, vip.invoice)).toEqual({ draft: 'Ada' });
    expect(await here(INVOICE, plain.invoice)).toEqual({});
    const [waiting] = await syncLogsOf(plain.invoice);
    expect(waiting).toMatchObject({ status: 'failed', cause: 'dependency' });
    expect(waiting?.error).toContain(plain.customer);
    expect(waiting?.error).toContain('does not meet the condition');

    await customersOn(producer).update(plain.customer, { vip: true });
    await caughtUp();
    await until(async () => (await here(INVOICE, plain.invoice)).draft === 'Bob');
  });

  it('an erroring condition does not match, is shown, and saves are unaffected', async () => {
    await subscribe({ contentType: NOTE });
    await addCondition(NOTE, 'cmd: fails');
    const { documentId } = await notesOn(producer).create({ title: 'a' });
    await notesOn(producer).update(documentId, { title: 'b' });
    await caughtUp();

    expect(await here(NOTE, documentId)).toEqual({});
    const { conditionError } = await subscriptionOn(NOTE);
    expect(conditionError?.message).toContain('the search server is away');

    await addCondition(NOTE, null);
    await notesOn(producer).update(documentId, { rating: 1 });
    await caughtUp();
    expect(await here(NOTE, documentId)).toEqual({ note: 'b' });
  });

  it('a condition that the producer cannot judge is not saved, with its sentence', async () => {
    const wrong = consumer.streaming.updateProducer(producerId, {
      subscriptions: [{ contentType: NOTE, condition: 'doc.publik == true' }],
    });

    await expect(wrong).rejects.toThrow(/Nothing was saved.*publik/);
  });

  it('a condition that is added makes what does not meet it leave with its next change', async () => {
    await subscribe({ contentType: NOTE, onLeave: 'delete' });
    const { documentId } = await notesOn(producer).create({ title: 'a' });
    await caughtUp();
    expect(await here(NOTE, documentId)).toEqual({ note: 'a' });
    await addCondition(NOTE, 'doc.public');
    await notesOn(producer).update(documentId, { title: 'b' });
    await caughtUp();

    expect(await here(NOTE, documentId)).toEqual({});
  });
});

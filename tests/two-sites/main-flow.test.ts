import type { AdminApi } from '../support/api';
import { registerFirstAdmin } from '../support/api';
import { pair } from '../support/pair';
import type { Site } from '../support/site-process';
import { startSite } from '../support/site-process';
import { until } from '../support/until';

const NOTE = 'api::note.note';
const ITEM = 'api::item.item';
const CUSTOMER = 'api::customer.customer';

interface Note {
  title: string;
  content: string | null;
  public: boolean;
  rating: number | null;
}

interface Item {
  code: string;
  name: string | null;
}

/** Pokes must do it: no timer comes within the test. */
const NO_TIMER = { PULL_INTERVAL_SECONDS: '3600' };

describe('a producer and a consumer', () => {
  let producerSite: Site;
  let consumerSite: Site;
  let producer: AdminApi;
  let consumer: AdminApi;
  let producerId = '';
  let consumerId = '';

  const notesOn = (site: AdminApi) => site.documents<Note>(NOTE);
  const itemsOn = (site: AdminApi) => site.documents<Item>(ITEM);
  const arrived = (documentId: string) =>
    until(() => notesOn(consumer).findOne(documentId), { what: 'the note to arrive' });
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
      contentTypes: [NOTE, ITEM],
    });
    producerId = paired.producer.documentId;
    consumerId = paired.consumer.documentId;
  });

  afterAll(() => Promise.all([producerSite.remove(), consumerSite.remove()]));

  it('create, update and delete arrive, in order, through pokes', async () => {
    const notes = notesOn(producer);
    const { documentId } = await notes.create({ title: 'one', content: 'first', rating: 1 });
    expect(await arrived(documentId)).toMatchObject({ title: 'one', content: 'first', rating: 1 });

    await notes.update(documentId, { title: 'two' });
    await notes.update(documentId, { rating: null, public: true });
    await until(async () => (await notesOn(consumer).findOne(documentId))?.public);
    expect(await notesOn(consumer).findOne(documentId)).toMatchObject({
      title: 'two',
      content: 'first',
      rating: null,
      public: true,
    });

    await notes.remove(documentId);
    await until(async () => (await notesOn(consumer).findOne(documentId)) === null);

    const logs = await syncLogsOf(documentId);
    expect(logs.map(({ updateType, status }) => `${updateType} ${status}`)).toEqual([
      'create synced',
      'update synced',
      'update synced',
      'delete synced',
    ]);
    expect(logs[1]?.data).toEqual({ title: 'two' });
  });

  it('the update log shows which consumers got an event, and what became of it', async () => {
    const { documentId } = await notesOn(producer).create({ title: 'shown' });
    await arrived(documentId);

    const { data } = await producer.streaming.updateLogs({ filters: { documentId } });
    const log = await until(
      async () => {
        const found = await producer.streaming.updateLog(data[0]?.id ?? '');
        return found.consumers[0]?.result ? found : null;
      },
      { what: 'the acknowledgement' }
    );
    expect(log).toMatchObject({
      updateType: 'create',
      contentType: NOTE,
      documentId,
      consumers: [{ documentId: consumerId, result: 'synced', error: null }],
    });
  });

  it('a document of before the subscription arrives whole with its first change', async () => {
    const { documentId } = await producer
      .documents<{ name: string; vip: boolean }>(CUSTOMER)
      .create({ name: 'Ada', vip: true });
    await consumer.streaming.updateProducer(producerId, {
      subscriptions: [NOTE, ITEM, CUSTOMER].map((contentType) => ({ contentType })),
    });
    await producer.streaming.judge(consumerId, [CUSTOMER], 'approved');
    await producer.documents<{ name: string }>(CUSTOMER).update(documentId, { name: 'Ada L.' });

    const customer = await until(() => consumer.documents(CUSTOMER).findOne(documentId));
    expect(customer).toMatchObject({ name: 'Ada L.', vip: true });
  });

  it('pending and rejected content types do not flow; the consumer learns the judgement', async () => {
    const statusHere = async () =>
      (await consumer.streaming.producer(producerId)).subscriptions.find(
        ({ contentType }) => contentType === ITEM
      )?.status;

    await producer.streaming.judge(consumerId, [ITEM], 'rejected');
    await until(async () => (await statusHere()) === 'rejected');
    const rejected = await itemsOn(producer).create({ code: 'R1' });
    await producer.streaming.judge(consumerId, [ITEM], 'pending');
    await until(async () => (await statusHere()) === 'pending');
    const pending = await itemsOn(producer).create({ code: 'P1' });
    await producer.streaming.judge(consumerId, [ITEM], 'approved');
    await until(async () => (await statusHere()) === 'approved');
    const approved = await itemsOn(producer).create({ code: 'A1' });

    await until(() => itemsOn(consumer).findOne(approved.documentId));
    expect(await itemsOn(consumer).findOne(rejected.documentId)).toBeNull();
    expect(await itemsOn(consumer).findOne(pending.documentId)).toBeNull();
  });

  it('unsubscribing stops a content type, subscribing again resumes it', async () => {
    const subscribe = (unsubscribed: boolean) =>
      consumer.streaming.updateProducer(producerId, {
        subscriptions: [{ contentType: NOTE }, { contentType: ITEM, unsubscribed }],
      });

    await subscribe(true);
    const missed = await itemsOn(producer).create({ code: 'missed' });
    const note = await notesOn(producer).create({ title: 'still flows' });
    await arrived(note.documentId);
    expect(await itemsOn(consumer).findOne(missed.documentId)).toBeNull();

    await subscribe(false);
    const item = await itemsOn(producer).create({ code: 'again' });
    await until(() => itemsOn(consumer).findOne(item.documentId));
    expect(await itemsOn(consumer).findOne(missed.documentId)).toBeNull();

    await itemsOn(producer).update(missed.documentId, { name: 'changed' });
    expect(await until(() => itemsOn(consumer).findOne(missed.documentId))).toMatchObject({
      code: 'missed',
      name: 'changed',
    });
  });

  it('what is written while a subscription is being saved arrives', async () => {
    const { documentId } = await itemsOn(producer).create({ code: 'S1', name: 'a' });
    await until(() => itemsOn(consumer).findOne(documentId));
    const subscribe = (unsubscribed: boolean) =>
      consumer.streaming.updateProducer(producerId, {
        subscriptions: [{ contentType: NOTE }, { contentType: ITEM, unsubscribed }],
      });
    await subscribe(true);

    let isSaved = false;
    const saving = subscribe(false).finally(() => {
      isSaved = true;
    });
    const written: string[] = [];
    while (!isSaved) {
      const code = `S-${written.length}`;
      written.push((await itemsOn(producer).create({ code })).documentId);
    }
    await saving;
    // From the save on, everything; of what was written during it, each in full or not at all.
    const last = await itemsOn(producer).create({ code: 'S-last' });
    await itemsOn(producer).update(documentId, { name: 'b' });
    await until(async () => (await itemsOn(consumer).findOne(documentId))?.name === 'b');
    expect(await itemsOn(consumer).findOne(last.documentId)).not.toBeNull();
    for (const id of written) {
      await itemsOn(producer).update(id, { name: 'touched' });
    }
    for (const id of written) {
      const here = await until(() => itemsOn(consumer).findOne(id));
      expect(here.code).toMatch(/^S-/);
    }
    const { data } = await consumer.streaming.syncLogs({ filters: { status: 'skipped' } });
    expect(data).toEqual([]);
  });

  it('a new approval counts at once, also in the middle of a long drain', async () => {
    await producer.streaming.judge(consumerId, [ITEM], 'rejected');
    await consumerSite.stop();
    const backlog = await Promise.all(
      Array.from({ length: 300 }, (_, index) => notesOn(producer).create({ title: `b${index}` }))
    );
    await consumerSite.restart();
    await producer.streaming.judge(consumerId, [ITEM], 'approved');
    const item = await itemsOn(producer).create({ code: 'drain' });

    await until(() => itemsOn(consumer).findOne(item.documentId));
    expect(await notesOn(consumer).findOne(backlog.at(-1)?.documentId ?? '')).not.toBeNull();
  });

  describe('a document that this site does not accept', () => {
    it('fails alone, says why, lets others pass, and is resynced in order when mended', async () => {
      const obstacle = await itemsOn(consumer).create({ code: 'X1', name: 'local' });
      const { documentId } = await itemsOn(producer).create({ code: 'X1', name: 'a' });
      await itemsOn(producer).update(documentId, { name: 'b' });
      await itemsOn(producer).update(documentId, { name: 'c' });
      const other = await itemsOn(producer).create({ code: 'X2' });

      await until(() => itemsOn(consumer).findOne(other.documentId));
      const logs = await until(async () => {
        const found = await syncLogsOf(documentId);
        return found.length === 3 && found;
      });
      expect(logs.map(({ status }) => status)).toEqual(['failed', 'waiting', 'waiting']);
      expect(logs[0]).toMatchObject({ cause: 'validation' });
      expect(logs[0]?.error).toMatch(/code.*unique/);

      const { data } = await producer.streaming.updateLogs({
        filters: { documentId, updateType: 'create' },
      });
      const told = await until(async () => {
        const log = await producer.streaming.updateLog(data[0]?.id ?? '');
        return log.consumers[0]?.result && log.consumers[0];
      });
      expect(told).toMatchObject({ result: 'failed' });
      expect(told.error).toMatch(/unique/);

      await consumer.streaming.resyncMany({ ids: [logs[0]?.id ?? ''] });
      expect((await syncLogsOf(documentId))[0]).toMatchObject({ status: 'failed', attempts: 2 });

      await itemsOn(consumer).remove(obstacle.documentId);
      await consumer.streaming.resyncMany({ filters: { status: { $in: ['failed'] } } });

      expect(await itemsOn(consumer).findOne(documentId)).toMatchObject({ code: 'X1', name: 'c' });
      expect((await syncLogsOf(documentId)).map(({ status }) => status)).toEqual([
        'synced',
        'synced',
        'synced',
      ]);
      await until(async () => {
        const log = await producer.streaming.updateLog(data[0]?.id ?? '');
        return log.consumers[0]?.result === 'synced';
      });
    });

    it('a document deleted here comes back whole with its next change', async () => {
      const { documentId } = await notesOn(producer).create({ title: 'kept', content: 'whole' });
      await arrived(documentId);
      await notesOn(consumer).remove(documentId);
      await notesOn(producer).update(documentId, { title: 'back' });

      expect(await arrived(documentId)).toMatchObject({ title: 'back', content: 'whole' });
    });

    it('nothing is written that the subscriber may not write, and the error names who', async () => {
      const clerk = await consumer.invite(
        { email: 'clerk@example.com', password: 'Clerk-pass-1' },
        ['plugin::event-streaming.overview.read']
      );
      await consumer.streaming.updateProducer(producerId, {
        subscriber: clerk.administrator.email,
      });
      const { documentId } = await notesOn(producer).create({ title: 'forbidden' });
      const [log] = await until(async () => {
        const logs = await syncLogsOf(documentId);
        return logs.length > 0 && logs;
      });

      expect(log).toMatchObject({ status: 'failed', cause: 'permission' });
      expect(log?.error).toContain('clerk@example.com');
      expect(await notesOn(consumer).findOne(documentId)).toBeNull();

      await consumer.streaming.updateProducer(producerId, {
        subscriber: consumer.administrator.email,
      });
      expect(await consumer.streaming.resync(log?.id ?? '')).toMatchObject({ status: 'synced' });
      expect(await notesOn(consumer).findOne(documentId)).toMatchObject({ title: 'forbidden' });
    });
  });

  describe('a restart', () => {
    it('of the consumer loses nothing', async () => {
      await consumerSite.stop();
      const { documentId } = await notesOn(producer).create({ title: 'while away' });
      await notesOn(producer).update(documentId, { rating: 7 });
      await consumerSite.restart();

      expect(await arrived(documentId)).toMatchObject({ title: 'while away' });
      await until(async () => (await notesOn(consumer).findOne(documentId))?.rating === 7);
    });

    it('of the producer, killed in the middle, loses nothing', async () => {
      const ids: string[] = [];
      const writing = (async () => {
        for (let index = 0; index < 200; index += 1) {
          ids.push((await notesOn(producer).create({ title: `n${index}` })).documentId);
        }
      })().catch(() => 'killed');
      await until(() => ids.length > 20);
      await producerSite.kill();
      await writing;
      await producerSite.restart();
      await until(async () => (await consumer.streaming.pull(producerId)).failed === 0);

      const missing = await until(
        async () => {
          const lost = await Promise.all(
            ids.map(async (id) => ((await notesOn(consumer).findOne(id)) ? [] : [id]))
          );
          return lost.flat().length === 0 && 'none';
        },
        { what: 'every note that the producer has answered for' }
      );
      expect(missing).toBe('none');
    });
  });

  it('shutting down does not wait for a producer that hangs', async () => {
    process.kill(producerSite.pid ?? 0, 'SIGSTOP');
    try {
      const pulling = consumer.streaming.pull(producerId).catch(() => 'ended');
      await consumerSite.stop();
      await pulling;
    } finally {
      process.kill(producerSite.pid ?? 0, 'SIGCONT');
    }

    expect(consumerSite.log.lines().join('\n')).toMatch(/Strapi has been shut down\s*$/);
    await consumerSite.restart();
  });

  it('pulling by hand drains the feed and tells what it did', async () => {
    await until(async () => {
      const { applied, failed } = await consumer.streaming.pull(producerId);
      return applied === 0 && failed === 0;
    });
    const { cursor, head } = await consumer.streaming.producer(producerId);
    expect(cursor).toBe(head);
  });

  it('both sites say nothing in their logs above info', () => {
    const expected = /pulling from head office: .* (could not be reached|answered)/;
    expect(producerSite.log.problems()).toEqual([]);
    expect(consumerSite.log.problems().filter((line) => !expected.test(line))).toEqual([]);
  });
});

import type { Core } from '@strapi/strapi';

import type { UpdateLog } from '../../server/src/protocol';
import { judgeAll, registerClient } from '../support/consumer-client';
import type { RunningStrapi } from '../support/strapi';
import { startStrapi } from '../support/strapi';

const NOTE = 'api::note.note';
const CUSTOMER = 'api::customer.customer';
const SAMPLE = 'api::sample.sample';
const ITEM = 'api::item.item';
const UPDATE_LOG = 'plugin::event-streaming.update-log';

describe('capture on a producer', () => {
  let site: RunningStrapi;
  let strapi: Core.Strapi;

  const logsOf = async (documentId: string): Promise<UpdateLog[]> => {
    const { data } = await site.api.streaming.updateLogs({
      filters: { documentId },
      sort: 'occurredAt:ASC',
    });
    return data;
  };
  const countLogs = () => strapi.db.query(UPDATE_LOG).count();

  beforeAll(async () => {
    site = await startStrapi();
    ({ strapi } = site);
    await registerClient(site.url, site.api, 'consumer', [NOTE, CUSTOMER, SAMPLE]);
    await judgeAll(site.api, 'consumer');
  });

  afterAll(() => site.stop());

  it('logs the whole document on create, the changed fields on update, nothing on delete', async () => {
    const { documentId } = await strapi
      .documents(NOTE)
      .create({ data: { title: 'one', content: 'first', rating: 1 } });
    await strapi.documents(NOTE).update({ documentId, data: { title: 'two', rating: 1 } });
    await site.api.documents(NOTE).update(documentId, { content: null });
    await strapi.documents(NOTE).delete({ documentId });

    const logs = await logsOf(documentId);

    expect(logs.map(({ updateType }) => updateType)).toEqual([
      'create',
      'update',
      'update',
      'delete',
    ]);
    const [created, renamed, emptied, deleted] = logs;
    expect(created?.data).toMatchObject({
      title: 'one',
      content: 'first',
      rating: 1,
      public: false,
    });
    expect(created?.data).toEqual(created?.state);
    expect(renamed?.data).toEqual({ title: 'two' });
    expect(renamed?.state).toMatchObject({ title: 'two', content: 'first', rating: 1 });
    expect(emptied?.data).toEqual({ content: null });
    expect(deleted).toMatchObject({ data: null, state: null });
  });

  it('makes no row for a write that changes nothing', async () => {
    const { documentId } = await strapi.documents(NOTE).create({ data: { title: 'same' } });
    await strapi.documents(NOTE).update({ documentId, data: { title: 'same' } });
    await strapi.documents(NOTE).update({ documentId: 'not-there', data: { title: 'x' } });
    await strapi.documents(NOTE).delete({ documentId: 'not-there' });

    expect(await logsOf(documentId)).toHaveLength(1);
    expect(await logsOf('not-there')).toHaveLength(0);
  });

  it('makes no row for a content type that nobody is approved for', async () => {
    const before = await countLogs();
    await strapi.documents(ITEM).create({ data: { code: 'A1' } });

    expect(await countLogs()).toBe(before);
  });

  it('logs whatever fields the caller asked back', async () => {
    const { documentId } = await strapi
      .documents(NOTE)
      .create({ data: { title: 'few', rating: 3 }, fields: ['title'] });

    const [log] = await logsOf(documentId);
    expect(log?.data).toMatchObject({ title: 'few', rating: 3 });
  });

  it('logs a clone as a new document', async () => {
    const { documentId } = await strapi.documents(NOTE).create({ data: { title: 'original' } });
    const clone = await strapi
      .documents(NOTE)
      .clone({ documentId, data: { title: 'copy', rating: 5 } });

    const [log] = await logsOf(clone?.documentId ?? '');
    expect(log).toMatchObject({
      updateType: 'create',
      action: 'clone',
      data: { title: 'copy', rating: 5 },
    });
  });

  it('never logs private and password fields', async () => {
    const customer = await strapi
      .documents(CUSTOMER)
      .create({ data: { name: 'Ada', internalNote: 'TOP-SECRET' } });
    const sample = await strapi
      .documents(SAMPLE)
      .create({ data: { string: 's', password: 'TOP-SECRET' } });
    await strapi
      .documents(CUSTOMER)
      .update({ documentId: customer.documentId, data: { internalNote: 'TOP-SECRET-2' } });

    const rows = await strapi.db.query(UPDATE_LOG).findMany({
      where: { sourceDocumentId: { $in: [customer.documentId, sample.documentId] } },
    });

    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toMatch(/TOP-SECRET|internalNote|password|\$2[aby]\$/);
  });

  it('keeps every kind of scalar as it is', async () => {
    const data = {
      string: 'é 日本語 🙂 \\ " \n',
      text: 'line\nbreak',
      richtext: '**bold**',
      blocks: [{ type: 'paragraph' as const, children: [{ type: 'text' as const, text: '😀' }] }],
      email: 'a@example.com',
      uid: 'some-slug',
      integer: -3,
      float: 1.25,
      decimal: 12.5,
      boolean: true,
      date: '2026-02-28',
      time: '23:59:59.000',
      datetime: '2026-02-28T10:11:12.000Z',
      enumeration: 'green' as const,
      json: { z: 1, a: [null, { deep: '"quoted"' }] },
    };
    const { documentId } = await strapi.documents(SAMPLE).create({ data });

    const [log] = await logsOf(documentId);
    const asStrapiReadsIt = await strapi.documents(SAMPLE).findOne({ documentId });
    // The time of day has milliseconds on SQLite alone.
    expect(log?.data).toMatchObject({ ...data, time: asStrapiReadsIt?.time });
  });

  it('tells who made the change', async () => {
    const created = await site.api.documents(NOTE).create({ title: 'by an administrator' });
    const { documentId } = await strapi.documents(NOTE).create({ data: { title: 'by a program' } });

    expect((await logsOf(created.documentId))[0]?.actor).toMatch(/^admin:\d+$/);
    expect((await logsOf(documentId))[0]?.actor).toBeNull();
  });

  describe('the log row and the content commit together', () => {
    it('when the transaction fails after the write, neither remains', async () => {
      const before = await countLogs();
      let documentId = '';

      await expect(
        strapi.db.transaction(async () => {
          ({ documentId } = await strapi.documents(NOTE).create({ data: { title: 'undone' } }));
          throw new Error('after the write');
        })
      ).rejects.toThrow('after the write');

      expect(documentId).not.toBe('');
      expect(await strapi.documents(NOTE).findOne({ documentId })).toBeNull();
      expect(await countLogs()).toBe(before);
    });

    it('when a later middleware fails after the write, neither remains', async () => {
      const { documentId } = await strapi.documents(NOTE).create({ data: { title: 'kept' } });
      const before = await countLogs();
      const remove = strapi.documents.use(async (ctx, next) => {
        const result = await next();
        if (ctx.action === 'update') throw new Error('in a middleware');
        return result;
      }) as unknown as () => void;

      try {
        await expect(
          strapi.documents(NOTE).update({ documentId, data: { title: 'lost' } })
        ).rejects.toThrow('in a middleware');
      } finally {
        remove();
      }

      expect(await strapi.documents(NOTE).findOne({ documentId })).toMatchObject({ title: 'kept' });
      expect(await countLogs()).toBe(before);
    });

    it('when the row cannot be written, the content is not written either', async () => {
      const notes = await strapi.db.query(NOTE).count();
      const unsubscribe = strapi.db.lifecycles.subscribe({
        models: [UPDATE_LOG],
        beforeCreateMany() {
          throw new Error('the log is full');
        },
      });

      try {
        await expect(
          strapi.documents(NOTE).create({ data: { title: 'unlogged' } })
        ).rejects.toThrow('the log is full');
      } finally {
        unsubscribe();
      }

      expect(await strapi.db.query(NOTE).count()).toBe(notes);
    });
  });

  it('logs every change of writers that change one document at once, each from the state it found', async () => {
    const { documentId } = await strapi
      .documents(NOTE)
      .create({ data: { title: 'start', rating: 0 } });
    const changes = Array.from({ length: 60 }, (_, index) =>
      index % 2 === 0 ? { title: `t${index % 4}` } : { rating: index % 3 }
    );
    await Promise.all(changes.map((data) => strapi.documents(NOTE).update({ documentId, data })));

    const rows = (await strapi.db.query(UPDATE_LOG).findMany({
      where: { sourceDocumentId: documentId },
      orderBy: { id: 'asc' },
    })) as { data: string; state: string }[];
    let replayed: Record<string, unknown> = {};
    for (const row of rows) {
      replayed = { ...replayed, ...(JSON.parse(row.data) as object) };
      expect(replayed).toMatchObject({
        title: (JSON.parse(row.state) as { title: string }).title,
        rating: (JSON.parse(row.state) as { rating: number }).rating,
      });
    }
    const note = await strapi.documents(NOTE).findOne({ documentId });
    expect(replayed).toMatchObject({ title: note?.title, rating: note?.rating });
  });
});

import type { Core } from '@strapi/strapi';

import type { Hooks } from '../../server/src/platform';
import type { ConsumerClient } from '../support/consumer-client';
import { judgeAll, registerClient } from '../support/consumer-client';
import type { RunningStrapi } from '../support/strapi';
import { startStrapi } from '../support/strapi';
import { until } from '../support/until';

const NOTE = 'api::note.note';
const UPDATE_LOG = 'plugin::event-streaming.update-log';

/** The time after which the other site gives up, by default. */
const PATIENCE_MS = 30_000;

describe('a beforeSend that hangs', () => {
  let site: RunningStrapi;
  let strapi: Core.Strapi;
  let client: ConsumerClient;
  let isHanging = true;

  const inTime = async <T>(work: Promise<T>): Promise<T> => {
    const startedAt = performance.now();
    const result = await work;
    expect(performance.now() - startedAt).toBeLessThan(PATIENCE_MS / 2);
    return result;
  };
  const askFor = (documentIds: string[]) =>
    client.http.send<{ documents: object[] }>('post', '/api/event-streaming/documents', {
      body: { references: documentIds.map((documentId) => ({ contentType: NOTE, documentId })) },
    });

  beforeAll(async () => {
    site = await startStrapi();
    ({ strapi } = site);
    strapi
      .plugin('event-streaming')
      .service<Hooks>('hooks')
      .on('beforeSend', () => (isHanging ? new Promise<never>(() => {}) : undefined));
    client = await registerClient(site.url, site.api, 'shop', [NOTE]);
    await judgeAll(site.api, 'shop');
  });

  afterAll(() => site.stop());

  it('costs each answer the time of one, however many it is asked of', async () => {
    const ids: string[] = [];
    for (const title of ['a', 'b', 'c', 'd']) {
      ids.push((await strapi.documents(NOTE).create({ data: { title } })).documentId);
    }
    await until(
      async () => (await strapi.db.query(UPDATE_LOG).count({ where: { sequence: null } })) === 0
    );
    const { events, nextCursor, head } = await inTime(client.events());
    expect(events.map(({ data }) => [data.isIncomplete, data.fields])).toEqual([[true, null]]);
    expect(nextCursor).toBeLessThan(head);
    expect((await inTime(askFor(ids))).documents).toEqual([]);

    isHanging = false;
    expect((await client.events(nextCursor)).events).toHaveLength(3);
    expect((await askFor(ids)).documents).toHaveLength(4);
  });
});

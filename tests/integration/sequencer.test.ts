import { randomUUID } from 'node:crypto';

import type { Core } from '@strapi/strapi';

import type { ConsumerClient } from '../support/consumer-client';
import { judgeAll, registerClient } from '../support/consumer-client';
import { testDatabaseClient } from '../support/database';
import type { RunningStrapi } from '../support/strapi';
import { startStrapi } from '../support/strapi';
import { until } from '../support/until';

const NOTE = 'api::note.note';
const UPDATE_LOG = 'plugin::event-streaming.update-log';

describe('the sequencer', () => {
  let site: RunningStrapi;
  let strapi: Core.Strapi;
  let client: ConsumerClient;

  const numbered = (documentId: string) =>
    until(
      async () => {
        const { data } = await site.api.streaming.updateLogs({ filters: { documentId } });
        return data.length > 0 && data.every(({ sequence }) => sequence !== null) && data;
      },
      { what: 'the event to be numbered' }
    );

  beforeAll(async () => {
    site = await startStrapi();
    ({ strapi } = site);
    client = await registerClient(site.url, site.api, 'consumer', [NOTE]);
    await judgeAll(site.api, 'consumer');
  });

  afterAll(() => site.stop());

  /** A committed row that no sequencer has seen, with an id of our choice. */
  const insertLog = (id: number, title: string) => {
    const eventId = randomUUID();
    return strapi.db
      .queryBuilder(UPDATE_LOG)
      .insert({
        id,
        documentId: eventId,
        eventId,
        transactionId: eventId,
        updateType: 'create',
        action: 'create',
        contentType: NOTE,
        sourceDocumentId: title,
        data: JSON.stringify({ title }),
        state: JSON.stringify({ title }),
        origin: 'here',
        path: JSON.stringify(['here']),
        occurredAt: new Date(),
      })
      .execute();
  };

  it('numbers without a gap, in commit order', async () => {
    const { head } = (await site.api.streaming.status()).site;
    const ids: string[] = [];
    for (const title of ['a', 'b', 'c']) {
      ids.push((await strapi.documents(NOTE).create({ data: { title } })).documentId);
    }

    const sequences = await Promise.all(
      ids.map(async (documentId) => (await numbered(documentId))[0]?.sequence)
    );
    expect(sequences).toEqual([head + 1, head + 2, head + 3]);
  });

  it('a row whose id is lower but that commits later is still read', async () => {
    await insertLog(900_002, 'committed-first');
    await numbered('committed-first');
    const { nextCursor } = await client.events();
    await insertLog(900_001, 'committed-last');
    await numbered('committed-last');

    const { events } = await client.events(nextCursor);
    expect(events.map(({ partitionkey }) => partitionkey)).toEqual(['committed-last']);
  });

  // SQLite has one writer at a time: these races need a server (TEST_DATABASE=postgres or mysql).
  const onServer = testDatabaseClient() === 'sqlite' ? it.skip : it;

  onServer('a transaction that starts first and commits last loses nothing', async () => {
    let finish: () => void = () => {};
    let isWritten: () => void = () => {};
    const written = new Promise<void>((resolve) => {
      isWritten = resolve;
    });
    const slow = strapi.db.transaction(async () => {
      const { documentId } = await strapi.documents(NOTE).create({ data: { title: 'slow' } });
      isWritten();
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return documentId;
    }) as unknown as Promise<string>;
    await written;

    let cursor = 0;
    try {
      const fast = await strapi.documents(NOTE).create({ data: { title: 'fast' } });
      await numbered(fast.documentId);
      const page = await client.events();
      expect(page.events.at(-1)?.partitionkey).toBe(fast.documentId);
      cursor = page.nextCursor;
    } finally {
      finish();
    }
    const documentId = await slow;
    await numbered(documentId);
    const { events } = await client.events(cursor);
    expect(events.map(({ partitionkey }) => partitionkey)).toEqual([documentId]);
  });

  onServer(
    '32 writers at once and a reader that never stops: nothing is lost or read twice',
    async () => {
      const page = await client.events();
      let cursor = page.nextCursor;
      const read: string[] = [];
      const readOn = async () => {
        const { events, nextCursor } = await client.events(cursor);
        read.push(...events.map(({ partitionkey }) => partitionkey));
        cursor = nextCursor;
      };
      let writing = true;
      const reader = (async () => {
        while (writing) await readOn();
      })();
      const written = await Promise.all(
        Array.from({ length: 32 }, async (_, writer) => {
          const ids: string[] = [];
          for (let index = 0; index < 8; index += 1) {
            const title = `w${writer} n${index}`;
            ids.push((await strapi.documents(NOTE).create({ data: { title } })).documentId);
          }
          return ids;
        })
      );
      writing = false;
      await reader;
      await until(async () => {
        await readOn();
        return read.length >= 256;
      });

      expect([...read].sort()).toEqual(written.flat().sort());
    }
  );
});

/**
 * What conditions cost a producer: 50 consumers read a feed of 1,000 events, on one real Strapi with
 * SQLite: `npm run bench:consumers`.
 */
import type { Core } from '@strapi/strapi';

import type { EventsResponse } from '../server/src/protocol';
import { ensurePlugin, ensureSite } from '../tests/support/build';
import { judgeAll, registerClient } from '../tests/support/consumer-client';
import type { RunningStrapi } from '../tests/support/strapi';
import { startStrapi } from '../tests/support/strapi';
import { until } from '../tests/support/until';

const NOTE = 'api::note.note';
const CONSUMER = 'plugin::event-streaming.consumer';
const SUBSCRIPTION = 'plugin::event-streaming.consumer-subscription';
const UPDATE_LOG = 'plugin::event-streaming.update-log';
const DELIVERY = 'plugin::event-streaming.delivery';

const CONSUMERS = 50;
const DOCUMENTS = 500;
const ROUNDS = 3;

const CONDITIONS: Record<string, string | null> = {
  none: null,
  'an expression, all match': 'doc.title != "x"',
  'an expression, half match': 'doc.public == true',
  'an expression, none match': 'doc.title == "x"',
  'a filter, half match': '{"public":{"$eq":true}}',
};

interface Consumers {
  events(
    tokenId: number,
    query: { after: number; limit: number; streamId: string }
  ): Promise<EventsResponse>;
}

/** @returns how many events came */
const readAll = async (
  consumers: Consumers,
  { tokenId, start, streamId }: { tokenId: number; start: number; streamId: string }
): Promise<number> => {
  let count = 0;
  let page: EventsResponse | null = null;
  do {
    const after: number = page?.nextCursor ?? start;
    page = await consumers.events(tokenId, { after, limit: 200, streamId });
    count += page.events.length;
  } while (page.nextCursor < page.head);
  return count;
};

const prepare = async ({ strapi, api, url }: RunningStrapi) => {
  const names = Array.from({ length: CONSUMERS }, (_, index) => `consumer-${index}`);
  for (const name of names) {
    await registerClient(url, api, name, [NOTE]);
  }
  await Promise.all(names.map((name) => judgeAll(api, name)));
  const { streamId, head: start } = (await api.streaming.status()).site;
  for (let index = 0; index < DOCUMENTS; index += 1) {
    const { documentId } = await strapi.documents(NOTE).create({
      data: { title: `note ${index}`, content: 'x'.repeat(500), public: index % 2 === 0 },
    });
    await strapi.documents(NOTE).update({ documentId, data: { rating: index } });
  }
  await until(
    async () => (await strapi.db.query(UPDATE_LOG).count({ where: { sequence: null } })) === 0
  );
  const rows = (await strapi.db.query(CONSUMER).findMany({ select: ['tokenId'] })) as {
    tokenId: number;
  }[];
  return rows.map(({ tokenId }) => ({ tokenId, start, streamId }));
};

const measure = async (
  strapi: Core.Strapi,
  readers: Awaited<ReturnType<typeof prepare>>,
  condition: string | null
) => {
  const consumers = strapi.plugin('event-streaming').service<Consumers>('consumers');
  await strapi.db
    .query(SUBSCRIPTION)
    .updateMany({ where: {}, data: { requestedCondition: condition } });
  const times: number[] = [];
  let events = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    await strapi.db.queryBuilder(DELIVERY).delete().execute();
    // Not the clock's: other programs may be busy, and SQLite works in this process.
    const before = process.cpuUsage();
    for (const reader of readers) {
      events = await readAll(consumers, reader);
    }
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
  }
  return { milliseconds: Math.min(...times), events };
};

const run = async () => {
  await ensurePlugin({ fresh: true });
  await ensureSite();
  const site = await startStrapi();
  try {
    const readers = await prepare(site);
    for (const [name, condition] of Object.entries(CONDITIONS)) {
      const { milliseconds, events } = await measure(site.strapi, readers, condition);
      console.log(
        `${name}: ${CONSUMERS} consumers in ${Math.round(milliseconds)} ms of CPU, each ` +
          `${(milliseconds / CONSUMERS).toFixed(1)} ms for ${events} of ${DOCUMENTS * 2} events`
      );
    }
  } finally {
    await site.stop();
  }
};

void run();

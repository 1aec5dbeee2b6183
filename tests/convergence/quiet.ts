import { setTimeout as delay } from 'node:timers/promises';

import type { Knex } from 'knex';

import type { TwoSites } from './two-sites';

const UPDATE_LOGS = 'event_streaming_update_logs';
/** Writes that Strapi makes outside a transaction are noted here until they are logged. */
const INTENTS = 'event_streaming_intents';

const LONGEST_STANDSTILL_MS = 30_000;
const INTERVAL_MS = 250;

/** How far both sites are; equal twice in a row means that nothing happens any more. */
interface Progress {
  head: number;
  cursor: number;
  unnumbered: number;
  intents: number;
  retrying: number;
}

const countRows = async (query: Knex.QueryBuilder): Promise<number> => {
  const [row] = await query.count<{ count: number | string }[]>({ count: '*' });
  return Number(row.count);
};

const readProgress = async ({ producer, consumer, producerId }: TwoSites): Promise<Progress> => {
  const { db } = producer;
  const unnumbered = await countRows(db(UPDATE_LOGS).whereNull('sequence'));
  const intents = (await db.schema.hasTable(INTENTS)) ? await countRows(db(INTENTS)) : 0;
  // Read before the cursor: what is numbered in between makes the two differ, not agree.
  const { head } = (await producer.api.streaming.status()).site;
  const { cursor } = await consumer.api.streaming.producer(producerId);
  const { syncLogs } = await consumer.api.streaming.status();
  return { head, cursor, unnumbered, intents, retrying: syncLogs.retrying };
};

const isAtRest = ({ head, cursor, unnumbered, intents, retrying }: Progress) =>
  cursor >= head && unnumbered === 0 && intents === 0 && retrying === 0;

/** Waits until the consumer has dealt with all that was written on the producer. */
export const quiet = async (sites: TwoSites): Promise<void> => {
  let last = '';
  let atRest = 0;
  let changedAt = performance.now();

  while (atRest < 2) {
    const progress = await readProgress(sites);
    const now = JSON.stringify(progress);
    if (now !== last) changedAt = performance.now();
    if (performance.now() - changedAt > LONGEST_STANDSTILL_MS) {
      throw new Error(`The sites do not come to rest: ${now}`);
    }
    atRest = isAtRest(progress) ? (now === last ? atRest + 1 : 1) : 0;
    last = now;
    if (atRest < 2) await delay(INTERVAL_MS);
  }
};

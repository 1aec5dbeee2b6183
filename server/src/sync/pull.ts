/** Takes from a producer all that is there for this site: page by page, each applied and told. */
import type { Core } from '@strapi/strapi';

import { type EventResult, type PageContext, applyPage } from './apply-page';
import { type ProducerClient, ProducerError } from './client';
import { type LinkOptions, connect, createPageContext } from './link';
import { CursorMovedError, type Position, readPosition, saveHead } from './positions';
import { type ProducerRow, saveApprovals } from './producer-store';
import { SYNC_LOG, findSyncLogs } from './sync-log-store';
import { type ApplyResult, type EventsResponse, fromCloudEvent } from '../protocol';

export interface PullResult {
  applied: number;
  skipped: number;
  failed: number;
  cursor: number;
}

export interface PullOptions extends LinkOptions {
  batchSize: number;
}

/** Together below the 1 MB that Strapi accepts as a body. */
const MAX_RESULTS = 200;
const MAX_ERROR_CHARACTERS = 1000;

/**
 * Tells the producer how far this site is and what became of events that did not simply sync.
 * Untold results are kept in the sync log, so none is forgotten when a call fails.
 */
export const acknowledge = async (
  strapi: Core.Strapi,
  client: ProducerClient,
  producerSiteId: string,
  { streamId, cursor }: Pick<Position, 'streamId' | 'cursor'>
): Promise<void> => {
  const untold = await findSyncLogs(strapi, { producerSiteId, acknowledged: false }, MAX_RESULTS);
  await client.acknowledge({
    streamId,
    cursor,
    results: untold.map(({ eventId, syncStatus, error }) => ({
      eventId,
      result: (syncStatus === 'retrying' ? 'failed' : syncStatus) satisfies ApplyResult,
      error: error?.slice(0, MAX_ERROR_CHARACTERS) ?? null,
    })),
  });
  await strapi.db
    .queryBuilder(SYNC_LOG)
    .where({ id: { $in: untold.map(({ id }) => id) } })
    .update({ acknowledged: true })
    .execute();
};

const hasUntold = async (strapi: Core.Strapi, producerSiteId: string): Promise<boolean> =>
  (await findSyncLogs(strapi, { producerSiteId, acknowledged: false }, 1)).length > 0;

const requirePosition = async (
  strapi: Core.Strapi,
  { siteId, name }: ProducerRow
): Promise<Position> => {
  const position = await readPosition(strapi, siteId);
  if (!position) {
    throw new ProducerError(
      'refused',
      `This site no longer knows how far it had come with ${name} (its database was replaced by ` +
        'an import or transfer). Delete the producer and add it again.',
      'stream_changed'
    );
  }
  return position;
};

const assertPage = (page: EventsResponse, { streamId, cursor }: Position) => {
  if (page.streamId !== streamId) {
    throw new ProducerError(
      'refused',
      'The producer answered from another stream.',
      'stream_changed'
    );
  }
  const sequences = page.events.map((event) => Number(event.sequence));
  const inOrder = sequences.every(
    (sequence, index) => sequence > (sequences[index - 1] ?? cursor) && sequence <= page.nextCursor
  );
  if (!inOrder || page.nextCursor < cursor || page.nextCursor > page.head) {
    throw new ProducerError('protocol', 'The producer sent events out of order.');
  }
};

const pullPage = async (
  { strapi, batchSize }: PullOptions,
  context: PageContext,
  client: ProducerClient
): Promise<{ results: EventResult[]; cursor: number; more: boolean }> => {
  const { producer } = context;
  const position = await requirePosition(strapi, producer);
  const { streamId, cursor } = position;
  const page = await client.events({ after: cursor, limit: batchSize, streamId });
  assertPage(page, position);
  await saveApprovals(strapi, producer, page.subscriptions);
  if (page.head !== position.head) {
    await saveHead(strapi, producer.siteId, page.head);
  }
  if (page.nextCursor === cursor) {
    return { results: [], cursor, more: false };
  }
  const events = page.events.map(fromCloudEvent);
  const more = page.nextCursor < page.head;
  try {
    const results = await applyPage(context, events, cursor, page.nextCursor);
    return { results, cursor: page.nextCursor, more };
  } catch (error) {
    if (error instanceof CursorMovedError) {
      return { results: [], cursor, more: true };
    }
    throw error;
  }
};

/**
 * Drains the producer's feed.
 * @throws ProducerError when it cannot be reached or refuses, SubscriberError, and database errors
 *   that pass by themselves: what was applied until then stays applied
 */
export const pull = async (options: PullOptions, producer: ProducerRow): Promise<PullResult> => {
  const { strapi } = options;
  const client = connect(options, producer);
  const context = await createPageContext(options, producer, client);
  const total: PullResult = { applied: 0, skipped: 0, failed: 0, cursor: 0 };

  let more = true;
  while (more) {
    const before = (await requirePosition(strapi, producer)).cursor;
    const page = await pullPage(options, context, client);
    more = page.more;
    total.cursor = page.cursor;
    for (const { outcome } of page.results) {
      if (outcome.status === 'synced') {
        total.applied += 1;
      } else if (outcome.status === 'skipped' || outcome.status === 'redelivered') {
        total.skipped += 1;
      } else {
        total.failed += 1;
      }
    }
    if (page.cursor !== before || (await hasUntold(strapi, producer.siteId))) {
      const position = await requirePosition(strapi, producer);
      await acknowledge(strapi, client, producer.siteId, position);
    }
  }
  return total;
};

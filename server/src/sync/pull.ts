/** Takes from a producer all that is there for this site: page by page, each applied and told. */
import type { Core } from '@strapi/strapi';

import { acknowledge } from './acknowledge';
import { applyPage } from './apply-page';
import { ProducerError } from './client';
import { heal } from './heal';
import { type LinkOptions, connect, createApplyContext } from './link';
import { refreshRemoteShapes } from './mappings';
import { refreshOldShapes } from './mappings/offered-shapes';
import { CursorMovedError, type Position, readPosition, saveHead } from './positions';
import { type ProducerRow, findProducer, isMapped, saveApprovals } from './producer-store';
import { findSyncLogs } from './sync-log-store';
import type { EventResult } from './tell-hooks';
import { type CloudEvent, type EventsResponse, fromCloudEvent } from '../protocol';

export interface PullResult {
  applied: number;
  skipped: number;
  failed: number;
  cursor: number;
}

export interface PullOptions extends LinkOptions {
  batchSize: number;
}

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

/** An earlier event that comes with a later one of its document stands at the same place. */
const comesAfter = (event: CloudEvent, before: CloudEvent | undefined, cursor: number): boolean => {
  const sequence = Number(event.sequence);
  const last = before ? Number(before.sequence) : cursor;
  const isBroughtBy =
    before?.subject === event.subject && before.data.transactionId === event.data.transactionId;
  return sequence > last || (sequence === last && isBroughtBy);
};

const assertPage = (page: EventsResponse, { streamId, cursor }: Position) => {
  if (page.streamId !== streamId) {
    throw new ProducerError(
      'refused',
      'The producer answered from another stream.',
      'stream_changed'
    );
  }
  const inOrder = page.events.every(
    (event, index) =>
      comesAfter(event, page.events[index - 1], cursor) && Number(event.sequence) <= page.nextCursor
  );
  if (!inOrder || page.nextCursor < cursor || page.nextCursor > page.head) {
    throw new ProducerError('protocol', 'The producer sent events out of order.');
  }
};

interface PulledPage {
  results: EventResult[];
  cursor: number;
  more: boolean;
}

/**
 * One page, with the producer's record as it is now: subscriptions, subscriber and key may change
 * during a long drain. What this site is subscribed to is read after the page has come, so that it
 * is not older than the registration which the page goes by.
 */
const pullPage = async (
  options: PullOptions,
  documentId: string,
  signal: AbortSignal
): Promise<PulledPage | null> => {
  const { strapi, batchSize } = options;
  const asked = await findProducer(strapi, { documentId });
  if (!asked) {
    return null;
  }
  const client = connect(options, asked, signal);
  const position = await requirePosition(strapi, asked);
  const { streamId, cursor } = position;
  const page = await client.events({ after: cursor, limit: batchSize, streamId });
  assertPage(page, position);

  const producer = await findProducer(strapi, { documentId });
  if (!producer) {
    return null;
  }
  await saveApprovals(strapi, producer, page.subscriptions);
  if (page.head !== position.head) {
    await saveHead(strapi, producer.siteId, page.head);
  }
  let pulled: PulledPage = { results: [], cursor, more: false };
  if (page.nextCursor > cursor) {
    const context = await createApplyContext(options, producer, client);
    const events = page.events.map(fromCloudEvent);
    try {
      const results = await applyPage(context, events, cursor, page.nextCursor);
      pulled = { results, cursor: page.nextCursor, more: page.nextCursor < page.head };
    } catch (error) {
      if (!(error instanceof CursorMovedError)) {
        throw error;
      }
      pulled = { results: [], cursor, more: true };
    }
  }
  if (!pulled.more) {
    await heal(strapi, producer, () => createApplyContext(options, producer, client));
  }
  if (pulled.cursor !== cursor || (await hasUntold(strapi, producer.siteId))) {
    const reached = await requirePosition(strapi, producer);
    await acknowledge(strapi, client, producer.siteId, reached);
  }
  return pulled;
};

/**
 * What the producer's content types look like may have changed since, and with it the mappings. Where
 * something did not fit, it is asked each time.
 */
const refreshShapes = async (
  options: PullOptions,
  documentId: string,
  signal: AbortSignal
): Promise<void> => {
  const producer = await findProducer(options.strapi, { documentId });
  if (!producer || !isMapped(producer)) {
    return;
  }
  const { strapi } = options;
  const client = connect(options, producer, signal);
  const where = { producerSiteId: producer.siteId, syncStatus: 'failed', cause: 'schema' };
  if ((await findSyncLogs(strapi, where, 1)).length > 0) {
    await refreshRemoteShapes(strapi, producer.siteId, client);
  } else {
    await refreshOldShapes(strapi, producer.siteId, client);
  }
};

const count = (results: EventResult[], ...statuses: EventResult['outcome']['status'][]): number =>
  results.filter(({ outcome }) => statuses.includes(outcome.status)).length;

/**
 * Drains the producer's feed.
 *
 * @param signal ends the drain between two pages
 * @returns null when there is no such producer (any more)
 * @throws ProducerError when it cannot be reached or refuses, SubscriberError, and database errors
 *   that pass by themselves: what was applied until then stays applied
 */
export const pull = async (
  options: PullOptions,
  documentId: string,
  signal: AbortSignal
): Promise<PullResult | null> => {
  const total: PullResult = { applied: 0, skipped: 0, failed: 0, cursor: 0 };
  await refreshShapes(options, documentId, signal);
  let more = true;
  while (more) {
    signal.throwIfAborted();
    const page = await pullPage(options, documentId, signal);
    if (!page) {
      return null;
    }
    more = page.more;
    total.cursor = page.cursor;
    total.applied += count(page.results, 'synced');
    total.skipped += count(page.results, 'skipped', 'redelivered');
    total.failed += count(page.results, 'failed', 'waiting');
  }
  return total;
};

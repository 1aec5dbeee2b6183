import type { Core } from '@strapi/strapi';

import { allowedContentTypes, withAllowedReferences } from './closure';
import { type ConsumerRow, isActive } from './consumer-store';
import {
  type NewDelivery,
  documentKey,
  insertDeliveries,
  readNewestDeliveries,
  readServed,
} from './deliveries';
import { decide } from './eligibility';
import { UPDATE_LOG, type UpdateLogRow } from './update-logs';
import { FILE, findSchema, travellingFields } from '../documents';
import { type Site, decodePayload } from '../platform';
import {
  type DocumentFields,
  type EventsQuery,
  type EventsResponse,
  type StreamEvent,
  type SubscribedVersions,
  WireError,
  toCloudEvent,
} from '../protocol';

/** A page stops growing here, so that one answer fits into memory on both sides. */
const MAX_PAGE_CHARACTERS = 1024 * 1024;

/**
 * A field that was made private or taken away after it was logged does not leave any more, nor
 * does a reference to what the consumer may not have.
 */
const presentFields = (
  strapi: Core.Strapi,
  { contentType }: UpdateLogRow,
  fields: DocumentFields,
  allowed: ReadonlyMap<string, unknown>
): Promise<DocumentFields> => {
  const schema = findSchema(strapi, contentType);
  const present = schema ? travellingFields(strapi, schema, fields) : {};
  return withAllowedReferences(strapi, contentType, present, allowed);
};

const toEvent = async (
  strapi: Core.Strapi,
  row: UpdateLogRow,
  isIncomplete: boolean,
  allowed: ReadonlyMap<string, unknown>
): Promise<StreamEvent> => {
  const data = isIncomplete ? null : decodePayload<DocumentFields>(row.data);
  return {
    eventId: row.eventId,
    sequence: Number(row.sequence),
    transactionId: row.transactionId,
    updateType: row.updateType,
    action: row.action,
    contentType: row.contentType,
    documentId: row.sourceDocumentId,
    locale: row.sourceLocale,
    status: row.sourceStatus,
    data: data && (await presentFields(strapi, row, data, allowed)),
    isIncomplete,
    deletesDocument: row.deletesDocument,
    origin: row.origin,
    path: row.path,
    occurredAt: new Date(row.occurredAt).toISOString(),
  };
};

/** The rows of the page, and all further ones of the transaction that it ends in. */
const readRows = async (
  strapi: Core.Strapi,
  contentTypes: string[],
  after: number,
  head: number,
  limit: number
): Promise<UpdateLogRow[]> => {
  if (contentTypes.length === 0) {
    return [];
  }
  const read = (where: object, params: object = {}) =>
    strapi.db
      .queryBuilder(UPDATE_LOG)
      .init({
        where: { contentType: { $in: contentTypes }, ...where },
        orderBy: { sequence: 'asc' },
        ...params,
      })
      .execute<UpdateLogRow[]>();
  const rows = await read({ sequence: { $gt: after, $lte: head } }, { limit });
  const last = rows.at(-1);
  if (!last || rows.length < limit) {
    return rows;
  }
  const rest = await read({
    sequence: { $gt: Number(last.sequence), $lte: head },
    transactionId: last.transactionId,
  });
  return [...rows, ...rest];
};

interface Subscribed {
  startSequence: number;
  versions: SubscribedVersions;
  isDependency: boolean;
}

/** What the consumer gets events of. Files come along, and then follow their changes. */
const subscribedContentTypes = (
  strapi: Core.Strapi,
  consumer: ConsumerRow,
  allowed: ReadonlyMap<string, unknown>
): Map<string, Subscribed> => {
  const subscribed = new Map<string, Subscribed>();
  if (allowed.has(FILE)) {
    subscribed.set(FILE, { startSequence: 0, versions: 'all', isDependency: true });
  }
  for (const subscription of consumer.subscriptions) {
    if (isActive(strapi, subscription)) {
      subscribed.set(subscription.contentType, {
        startSequence: Number(subscription.startSequence),
        versions: subscription.versions,
        isDependency: false,
      });
    }
  }
  return subscribed;
};

const assertCursor = (site: Site, { after, streamId }: EventsQuery) => {
  if (streamId !== site.streamId) {
    throw new WireError(
      'stream_changed',
      'The log of this site does not continue the one your cursor belongs to (a restored or ' +
        'transferred database). Delete the producer on your site and add it again.'
    );
  }
  if (after > site.head) {
    throw new WireError(
      'cursor_ahead',
      `Your cursor ${after} is ahead of the log, which ends at ${site.head} (an older backup was ` +
        'restored here). Delete the producer on your site and add it again.'
    );
  }
};

/**
 * The next events that this consumer may have, in order, and where to go on from. Reading the
 * head before the rows keeps `nextCursor` true: rows numbered meanwhile come with the next page.
 *
 * @param site the site's row, read for this call
 * @throws WireError `stream_changed`, `cursor_ahead`
 */
export const readEvents = async (
  strapi: Core.Strapi,
  site: Site,
  consumer: ConsumerRow,
  query: EventsQuery
): Promise<EventsResponse> => {
  assertCursor(site, query);
  const allowed = allowedContentTypes(strapi, consumer);
  const subscribed = subscribedContentTypes(strapi, consumer, allowed);
  const rows = await readRows(strapi, [...subscribed.keys()], query.after, site.head, query.limit);
  const documentIds = [...new Set(rows.map((row) => row.sourceDocumentId))];
  const begin = Number(rows[0]?.sequence ?? 0);
  const newest = await readNewestDeliveries(strapi, consumer.id, documentIds, begin);
  const served = await readServed(strapi, consumer.id, documentIds, begin);

  const events: StreamEvent[] = [];
  const deliveries: NewDelivery[] = [];
  let characters = 0;
  let nextCursor = rows.length < query.limit ? site.head : query.after;

  for (const [index, row] of rows.entries()) {
    const sequence = Number(row.sequence);
    const beginsTransaction = row.transactionId !== rows[index - 1]?.transactionId;
    if (events.length > 0 && beginsTransaction && characters > MAX_PAGE_CHARACTERS) {
      nextCursor = sequence - 1;
      break;
    }
    const subscription = subscribed.get(row.contentType);
    if (!subscription) {
      continue;
    }
    const key = documentKey(row.contentType, row.sourceDocumentId);
    const servedAt = served.get(key);
    if (servedAt !== undefined && servedAt < sequence) {
      // The consumer asked for it while it was dealing with what comes before this event.
      served.delete(key);
      if ((newest.get(key)?.sequence ?? 0) <= servedAt) {
        newest.set(key, { sequence: servedAt, kind: 'served' });
      }
    }
    const last = newest.get(key);
    const has = last !== undefined && last.kind !== 'deleted';
    const decision = decide(
      {
        sequence,
        updateType: row.updateType,
        status: row.sourceStatus,
        createsDocument: row.createsDocument,
        deletesDocument: row.deletesDocument,
        path: row.path,
      },
      {
        ...subscription,
        siteId: consumer.siteId,
        has,
        // What was delivered before this subscription began is out of date: changes are missing.
        isCurrent: has && last.kind !== 'stale' && last.sequence > subscription.startSequence,
      }
    );
    if (decision.kind === 'send') {
      characters += row.data?.length ?? 0;
      // What was too large for the log is asked for as well.
      const isTold = row.updateType === 'delete' || row.data !== null;
      events.push(await toEvent(strapi, row, decision.isIncomplete || !isTold, allowed));
    }
    if (decision.kind !== 'skip') {
      deliveries.push({
        sequence,
        eventId: row.eventId,
        contentType: row.contentType,
        sourceDocumentId: row.sourceDocumentId,
        kind: decision.delivery,
      });
      newest.set(key, { sequence, kind: decision.delivery });
    }
    nextCursor = Math.max(nextCursor, sequence);
  }
  await insertDeliveries(strapi, consumer.id, deliveries);

  return {
    streamId: site.streamId,
    nextCursor,
    head: site.head,
    events: events.map((event) => toCloudEvent(event, site.siteId)),
    subscriptions: consumer.subscriptions
      .filter(({ unsubscribed }) => !unsubscribed)
      .map(({ contentType, approval }) => ({ contentType, status: approval })),
  };
};

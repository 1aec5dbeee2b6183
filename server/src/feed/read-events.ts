import { pick } from 'lodash';

import type { Core } from '@strapi/strapi';

import { type ConsumerRow, isActive } from './consumer-store';
import {
  type NewDelivery,
  documentKey,
  insertDeliveries,
  readNewestDeliveries,
} from './deliveries';
import { type Candidate, decide } from './eligibility';
import { UPDATE_LOG, type UpdateLogRow } from './update-logs';
import { FACTS, findSchema, streamableAttributes } from '../documents';
import { type Site, decodePayload } from '../platform';
import {
  type DocumentFields,
  type EventsQuery,
  type EventsResponse,
  type StreamEvent,
  WireError,
  toCloudEvent,
} from '../protocol';

/** A page stops growing here, so that one answer fits into memory on both sides. */
const MAX_PAGE_CHARACTERS = 1024 * 1024;

/** A field that was made private or taken away after it was logged does not leave any more. */
const presentFields = (
  strapi: Core.Strapi,
  { contentType }: UpdateLogRow,
  fields: DocumentFields | null
): DocumentFields | null => {
  const schema = findSchema(strapi, contentType);
  const names = schema ? streamableAttributes(strapi, schema).map(({ name }) => name) : [];
  return fields && pick(fields, [...FACTS, ...names]);
};

const toEvent = (
  strapi: Core.Strapi,
  row: UpdateLogRow,
  form: 'as-logged' | 'whole'
): StreamEvent => ({
  eventId: row.eventId,
  sequence: Number(row.sequence),
  transactionId: row.transactionId,
  updateType: form === 'whole' ? 'create' : row.updateType,
  action: row.action,
  contentType: row.contentType,
  documentId: row.sourceDocumentId,
  locale: row.sourceLocale,
  status: row.sourceStatus,
  data: presentFields(
    strapi,
    row,
    decodePayload<DocumentFields>(form === 'whole' ? row.state : row.data)
  ),
  origin: row.origin,
  path: row.path,
  occurredAt: new Date(row.occurredAt).toISOString(),
});

const readRows = (
  strapi: Core.Strapi,
  contentTypes: string[],
  after: number,
  head: number,
  limit: number
): Promise<UpdateLogRow[]> =>
  contentTypes.length === 0
    ? Promise.resolve([])
    : strapi.db
        .queryBuilder(UPDATE_LOG)
        .init({
          where: { contentType: { $in: contentTypes }, sequence: { $gt: after, $lte: head } },
          orderBy: { sequence: 'asc' },
          limit,
        })
        .execute<UpdateLogRow[]>();

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
  const starts = new Map(
    consumer.subscriptions
      .filter((subscription) => isActive(strapi, subscription))
      .map(({ contentType, startSequence }) => [contentType, Number(startSequence)])
  );
  const rows = await readRows(strapi, [...starts.keys()], query.after, site.head, query.limit);
  const newest = await readNewestDeliveries(
    strapi,
    consumer.id,
    [...new Set(rows.map((row) => row.sourceDocumentId))],
    Number(rows[0]?.sequence ?? 0)
  );

  const events: StreamEvent[] = [];
  const deliveries: NewDelivery[] = [];
  let characters = 0;
  let nextCursor = rows.length < query.limit ? site.head : query.after;

  for (const row of rows) {
    const candidate: Candidate = {
      sequence: Number(row.sequence),
      updateType: row.updateType,
      path: row.path,
    };
    const key = documentKey(row.contentType, row.sourceDocumentId);
    const start = starts.get(row.contentType) ?? null;
    const last = newest.get(key);
    const has = last !== undefined && last.kind !== 'deleted';
    const decision = decide(candidate, {
      siteId: consumer.siteId,
      startSequence: start,
      has,
      // What was delivered before this subscription began is out of date: changes since are missing.
      isCurrent: has && last.sequence > (start ?? 0),
    });
    if (decision.kind === 'send') {
      characters += (row.state ?? row.data ?? '').length;
      if (events.length > 0 && characters > MAX_PAGE_CHARACTERS) {
        nextCursor = candidate.sequence - 1;
        break;
      }
      events.push(toEvent(strapi, row, decision.form));
    }
    if (decision.kind !== 'skip') {
      deliveries.push({
        sequence: candidate.sequence,
        eventId: row.eventId,
        contentType: row.contentType,
        sourceDocumentId: row.sourceDocumentId,
        kind: decision.delivery,
      });
      newest.set(key, { sequence: candidate.sequence, kind: decision.delivery });
    }
    nextCursor = Math.max(nextCursor, candidate.sequence);
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

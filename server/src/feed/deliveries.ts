import type { Core } from '@strapi/strapi';

import type { DeliveryKind } from './eligibility';
import { TABLES, tableOf } from '../platform';
import type { AcknowledgeRequest, ApplyResult } from '../protocol';

export interface NewDelivery {
  sequence: number;
  eventId: string;
  contentType: string;
  sourceDocumentId: string;
  kind: DeliveryKind;
}

/** Rows in one INSERT: SQLite binds at most 32,766 values. */
const INSERT_BATCH = 500;

export const documentKey = (contentType: string, documentId: string) =>
  `${contentType}/${documentId}`;

/** The newest delivery of each asked document before `beforeSequence`, by document key. */
export const readNewestDeliveries = async (
  strapi: Core.Strapi,
  consumerId: number,
  documentIds: string[],
  beforeSequence: number
): Promise<Map<string, { sequence: number; kind: DeliveryKind }>> => {
  const newest = new Map<string, { sequence: number; kind: DeliveryKind }>();
  if (documentIds.length === 0) {
    return newest;
  }
  const rows = await tableOf(strapi, TABLES.delivery)
    .where({ consumer_id: consumerId })
    .andWhere('sequence', '<', beforeSequence)
    .whereIn('source_document_id', documentIds)
    .groupBy('content_type', 'source_document_id', 'kind')
    .max('sequence as sequence')
    .select<
      {
        content_type: string;
        source_document_id: string;
        kind: DeliveryKind;
        sequence: string | number;
      }[]
    >('content_type', 'source_document_id', 'kind');
  for (const row of rows) {
    const key = documentKey(row.content_type, row.source_document_id);
    const sequence = Number(row.sequence);
    if (sequence > (newest.get(key)?.sequence ?? -1)) {
      newest.set(key, { sequence, kind: row.kind });
    }
  }
  return newest;
};

/** When each asked document was first served as a whole, from `sequence` on, by document key. */
export const readServed = async (
  strapi: Core.Strapi,
  consumerId: number,
  documentIds: string[],
  sequence: number
): Promise<Map<string, number>> => {
  if (documentIds.length === 0) {
    return new Map();
  }
  const rows = await tableOf(strapi, TABLES.delivery)
    .where({ consumer_id: consumerId, kind: 'served' satisfies DeliveryKind })
    .andWhere('sequence', '>=', sequence)
    .whereIn('source_document_id', documentIds)
    .groupBy('content_type', 'source_document_id')
    .min('sequence as sequence')
    .select<{ content_type: string; source_document_id: string; sequence: string | number }[]>(
      'content_type',
      'source_document_id'
    );
  return new Map(
    rows.map((row) => [documentKey(row.content_type, row.source_document_id), Number(row.sequence)])
  );
};

/** Remembers what was sent. A page that is sent again leaves the first row as it is. */
export const insertDeliveries = async (
  strapi: Core.Strapi,
  consumerId: number,
  deliveries: NewDelivery[]
): Promise<void> => {
  const deliveredAt = new Date();
  for (let start = 0; start < deliveries.length; start += INSERT_BATCH) {
    await strapi.db
      .queryBuilder(TABLES.delivery)
      .insert(
        deliveries
          .slice(start, start + INSERT_BATCH)
          .map((delivery) => ({ ...delivery, consumerId, deliveredAt }))
      )
      .onConflict(['consumer_id', 'sequence', 'source_document_id', 'content_type'])
      .ignore()
      .execute();
  }
};

const setResult = (
  strapi: Core.Strapi,
  where: Record<string, unknown>,
  result: ApplyResult,
  error: string | null
) => strapi.db.queryBuilder(TABLES.delivery).where(where).update({ result, error }).execute();

/**
 * Notes what became of the events: the named ones as told, every other one between the previous
 * cursor and this one as synced.
 */
export const acknowledgeDeliveries = async (
  strapi: Core.Strapi,
  consumerId: number,
  previousCursor: number,
  { cursor, results }: AcknowledgeRequest
): Promise<void> => {
  for (const { eventId, result, error } of results) {
    await setResult(strapi, { consumerId, eventId }, result, error);
  }
  await setResult(
    strapi,
    { consumerId, result: null, sequence: { $gt: previousCursor, $lte: cursor } },
    'synced',
    null
  );
};

/** What the consumer has of these content types is no longer all that it is to have. */
export const markStale = (strapi: Core.Strapi, consumerId: number, contentTypes: string[]) =>
  strapi.db
    .queryBuilder(TABLES.delivery)
    .where({
      consumerId,
      contentType: { $in: contentTypes },
      kind: { $ne: 'deleted' satisfies DeliveryKind },
    })
    .update({ kind: 'stale' satisfies DeliveryKind })
    .execute();

export const deleteDeliveries = (strapi: Core.Strapi, consumerId: number) =>
  strapi.db.queryBuilder(TABLES.delivery).where({ consumerId }).delete().execute();

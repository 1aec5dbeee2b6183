import type { Core } from '@strapi/strapi';

import type { DeliveryKind } from './eligibility';
import type { LedgerEntry } from './ledger';
import { versionKey } from '../documents';
import { TABLES, inChunks, tableOf } from '../platform';
import type { AcknowledgeRequest, ApplyResult, VersionStatus } from '../protocol';

export interface NewDelivery {
  sequence: number;
  eventId: string;
  contentType: string;
  sourceDocumentId: string;
  sourceLocale: string | null;
  sourceStatus: VersionStatus | null;
  kind: DeliveryKind;
  /** Of an `earlier` one. */
  sentWith?: number;
}

export interface NewServing {
  sequence: number;
  contentType: string;
  sourceDocumentId: string;
  /** Keys of the versions that were given. */
  versions: string[];
}

/** Rows in one INSERT: SQLite binds at most 32,766 values. */
const INSERT_BATCH = 500;

export const documentKey = (contentType: string, documentId: string) =>
  `${contentType}/${documentId}`;

interface DeliveryColumns {
  content_type: string;
  source_document_id: string;
  source_locale?: string | null;
  source_status?: VersionStatus | null;
  kind: DeliveryKind;
  is_stale: boolean | number;
  served_versions: string | null;
  sequence: string | number;
}

const toEntry = (row: DeliveryColumns): LedgerEntry => ({
  sequence: Number(row.sequence),
  kind: row.kind,
  version: versionKey({ locale: row.source_locale ?? null, status: row.source_status ?? null }),
  isStale: Boolean(row.is_stale),
  served: row.served_versions === null ? null : (JSON.parse(row.served_versions) as string[]),
});

const byDocument = (rows: DeliveryColumns[]): Map<string, LedgerEntry[]> => {
  const entries = new Map<string, LedgerEntry[]>();
  for (const row of rows) {
    const key = documentKey(row.content_type, row.source_document_id);
    entries.set(key, [...(entries.get(key) ?? []), toEntry(row)]);
  }
  return entries;
};

const IDENTITY = ['content_type', 'source_document_id'] as const;
const VERSION = ['source_locale', 'source_status'] as const;

/**
 * The newest deliveries of each asked document before `before`, one of each kind, by document key.
 * @param byVersion one of each kind for each version; else what is known of versions is left out
 */
export const readNewestDeliveries = async (
  strapi: Core.Strapi,
  consumerId: number,
  documentIds: string[],
  before: number,
  byVersion: boolean
): Promise<Map<string, LedgerEntry[]>> => {
  const columns = [
    ...IDENTITY,
    ...(byVersion ? VERSION : []),
    'kind',
    'is_stale',
    'served_versions',
  ];
  const rows = await inChunks(documentIds, (ids) =>
    tableOf(strapi, TABLES.delivery)
      .where({ consumer_id: consumerId })
      .andWhere('sequence', '<', before)
      .whereNot({ kind: 'earlier' satisfies DeliveryKind })
      .whereIn('source_document_id', ids)
      .groupBy(columns)
      .max('sequence as sequence')
      .select<DeliveryColumns[]>(columns)
  );
  return byDocument(rows);
};

/**
 * When, from `from` up to before `before`, each asked document was served as a whole, by document
 * key, in order.
 */
export const readServings = async (
  strapi: Core.Strapi,
  consumerId: number,
  documentIds: string[],
  from: number,
  before: number
): Promise<Map<string, LedgerEntry[]>> => {
  const rows = await inChunks(documentIds, (ids) =>
    tableOf(strapi, TABLES.delivery)
      .where({ consumer_id: consumerId })
      .andWhere('sequence', '>=', from)
      .andWhere('sequence', '<', before)
      .whereNotNull('served_versions')
      .whereIn('source_document_id', ids)
      .orderBy('sequence')
      .select<DeliveryColumns[]>([...IDENTITY, 'is_stale', 'served_versions', 'sequence'])
  );
  return byDocument(rows.map((row) => ({ ...row, kind: 'served' })));
};

const CONFLICT = ['consumer_id', 'sequence', 'source_document_id', 'content_type'];

const insert = async (
  strapi: Core.Strapi,
  consumerId: number,
  rows: object[],
  overwritten: string[]
): Promise<void> => {
  const deliveredAt = new Date();
  for (let start = 0; start < rows.length; start += INSERT_BATCH) {
    const query = strapi.db
      .queryBuilder(TABLES.delivery)
      .insert(
        rows.slice(start, start + INSERT_BATCH).map((row) => ({ ...row, consumerId, deliveredAt }))
      )
      .onConflict(CONFLICT);
    await (overwritten.length > 0 ? query.merge(overwritten) : query.ignore()).execute();
  }
};

/**
 * Remembers what was sent. Of a page that is sent again, when and with what result it first went
 * stays; what the consumer has from then on is as it is told now, for an administrator may have
 * changed a condition in between. An earlier event leaves what is known of its place as it is.
 */
export const insertDeliveries = async (
  strapi: Core.Strapi,
  consumerId: number,
  deliveries: NewDelivery[]
): Promise<void> => {
  const rows = deliveries.map((delivery) => ({ ...delivery, isStale: false }));
  const isEarlier = ({ kind }: NewDelivery) => kind === 'earlier';
  await insert(strapi, consumerId, rows.filter(isEarlier), []);
  await insert(
    strapi,
    consumerId,
    rows.filter((row) => !isEarlier(row)),
    ['event_id', 'kind', 'source_locale', 'source_status', 'is_stale']
  );
};

/** Remembers which documents were given whole; the event at the same place stays noted there. */
export const insertServings = (
  strapi: Core.Strapi,
  consumerId: number,
  servings: NewServing[]
): Promise<void> =>
  insert(
    strapi,
    consumerId,
    servings.map(({ versions, ...serving }) => ({
      ...serving,
      eventId: 'served',
      kind: 'served' satisfies DeliveryKind,
      isStale: false,
      servedVersions: JSON.stringify(versions),
    })),
    ['served_versions', 'is_stale']
  );

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
    .where({ consumerId, contentType: { $in: contentTypes } })
    .update({ isStale: true })
    .execute();

export const deleteDeliveries = (strapi: Core.Strapi, consumerId: number) =>
  strapi.db.queryBuilder(TABLES.delivery).where({ consumerId }).delete().execute();

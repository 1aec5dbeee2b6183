import type { Core } from '@strapi/strapi';

import { findSchema, streamableAttributes } from './streamability';
import type { DocumentFields, JsonValue, VersionStatus } from '../protocol';

/** One version of a document: a locale × status. Types with neither have one version. */
export interface DocumentVersion {
  locale: string | null;
  status: VersionStatus | null;
  /** Whole-version form (DESIGN §5), with `createdAt` and `updatedAt` as facts. */
  fields: DocumentFields;
}

/** Facts go along with a version, but a change of one of these alone is no change. */
export const FACTS = ['createdAt', 'updatedAt', 'publishedAt'] as const;

const toJsonValue = (value: unknown): JsonValue =>
  value instanceof Date ? value.toISOString() : ((value ?? null) as JsonValue);

type RowFilter = { documentId: string } | { id: { $in: number[] } };

// The query builder, not `db.query`: reading for the log must not set off find lifecycles.
const select = (strapi: Core.Strapi, uid: string, where: RowFilter, columns: string[]) =>
  strapi.db.queryBuilder(uid).init({ where, select: columns });

/** The ids of a document's rows, one for each version. */
export const findRowIds = async (
  strapi: Core.Strapi,
  uid: string,
  documentId: string
): Promise<number[]> => {
  const rows = await select(strapi, uid, { documentId }, ['id']).execute<{ id: number }[]>();
  return rows.map(({ id }) => id);
};

const readRows = async (
  strapi: Core.Strapi,
  uid: string,
  where: RowFilter,
  lock: boolean
): Promise<DocumentVersion[]> => {
  const schema = findSchema(strapi, uid);
  if (!schema) {
    return [];
  }
  const names = streamableAttributes(strapi, schema).map(({ name }) => name);
  const query = select(strapi, uid, where, ['id', ...FACTS, ...names]);
  const rows = await (lock ? query.forUpdate() : query).execute<Record<string, unknown>[]>();

  return rows.map((row) => ({
    locale: null,
    status: null,
    fields: Object.fromEntries(
      [...names, 'createdAt', 'updatedAt'].map((name) => [name, toJsonValue(row[name])])
    ),
  }));
};

/** All versions of one document as they are; none when it does not exist. */
export const readVersions = (
  strapi: Core.Strapi,
  uid: string,
  documentId: string
): Promise<DocumentVersion[]> => readRows(strapi, uid, { documentId }, false);

/**
 * Locks rows until the ambient transaction ends, and reads them. So what is read is what the write
 * that follows starts from: without the lock, two writers at once would each compare with a state
 * that the other has already replaced, and a change could go unlogged. A locking read sees the
 * newest committed rows also under MariaDB's REPEATABLE READ; it goes by primary key, since by the
 * index on `document_id` it would lock gaps there and two writers could deadlock (decision 0002).
 */
export const lockVersions = async (
  strapi: Core.Strapi,
  uid: string,
  ids: number[]
): Promise<DocumentVersion[]> =>
  ids.length === 0 ? [] : readRows(strapi, uid, { id: { $in: ids } }, true);

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

/**
 * Reads all versions of one document in one query.
 *
 * @param options.lock locks the document's rows until the ambient transaction ends, so that what
 *   is read is what the write that follows starts from: without it, two writers at once would each
 *   compare with a state that the other has already replaced, and a change could go unlogged. A
 *   locking read also sees the newest committed rows under MariaDB's REPEATABLE READ.
 * @returns no versions when the document does not exist
 */
export const readVersions = async (
  strapi: Core.Strapi,
  uid: string,
  documentId: string,
  { lock = false }: { lock?: boolean } = {}
): Promise<DocumentVersion[]> => {
  const schema = findSchema(strapi, uid);
  if (!schema) {
    return [];
  }
  const names = streamableAttributes(strapi, schema).map(({ name }) => name);
  // The query builder, not `db.query`: reading for the log must not set off find lifecycles.
  const query = strapi.db
    .queryBuilder(uid)
    .init({ where: { documentId }, select: ['id', ...FACTS, ...names] });
  const rows = await (lock ? query.forUpdate() : query).execute<Record<string, unknown>[]>();

  return rows.map((row) => ({
    locale: null,
    status: null,
    fields: Object.fromEntries(
      [...names, 'createdAt', 'updatedAt'].map((name) => [name, toJsonValue(row[name])])
    ),
  }));
};

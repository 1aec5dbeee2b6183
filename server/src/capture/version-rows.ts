import { uniqBy } from 'lodash';

import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';

import { findSchema, hasDraftAndPublish, isLocalized } from '../documents';
import { inChunks } from '../platform';
import type { VersionStatus } from '../protocol';

/** A row of a content type, as the version of a document that it is. */
export interface VersionRow {
  id: number;
  documentId: string;
  locale: string | null;
  status: VersionStatus | null;
}

/** The columns that say which version a row is. */
export const IDENTITY: readonly string[] = ['documentId', 'locale', 'publishedAt'];

/** Which version of a document a row holds, or data for one; null when it belongs to no document. */
export const identityOf = (
  strapi: Core.Strapi,
  uid: string,
  row: Record<string, unknown>
): Omit<VersionRow, 'id'> | null => {
  const schema = findSchema(strapi, uid);
  if (!schema || typeof row.documentId !== 'string') {
    return null;
  }
  const isPublished = row.publishedAt !== null && row.publishedAt !== undefined;
  return {
    documentId: row.documentId,
    locale: isLocalized(schema) && typeof row.locale === 'string' ? row.locale : null,
    status: hasDraftAndPublish(schema) ? (isPublished ? 'published' : 'draft') : null,
  };
};

/**
 * The versions that a query of `strapi.db` selects.
 * @param trx where it is not the ambient one
 */
export const selectVersions = async (
  strapi: Core.Strapi,
  uid: string,
  filter: { where?: unknown; filters?: unknown; _q?: string },
  trx?: Knex.Transaction
): Promise<VersionRow[]> => {
  const { attributes } = strapi.db.metadata.get(uid);
  const select = ['id', ...IDENTITY.filter((name) => name in attributes)];
  const query = strapi.db.queryBuilder(uid).init({ ...filter, select });
  const rows = await (trx ? query.transacting(trx) : query).execute<
    (Record<string, unknown> & { id: number })[]
  >();
  // A filter on relations can find a row more than once.
  return uniqBy(rows, 'id').flatMap((row) => {
    const identity = identityOf(strapi, uid, row);
    return identity ? [{ id: row.id, ...identity }] : [];
  });
};

/** All versions whose `column` has one of these values, however many. */
export const selectVersionsIn = async (
  strapi: Core.Strapi,
  uid: string,
  column: 'id' | 'documentId',
  values: (string | number)[],
  trx?: Knex.Transaction
): Promise<VersionRow[]> => {
  return inChunks(values, (part) =>
    selectVersions(strapi, uid, { where: { [column]: { $in: part } } }, trx)
  );
};

/** Locks rows until the ambient transaction ends, as the removal that follows would a moment later. */
export const lockRows = async (
  strapi: Core.Strapi,
  uid: string,
  ids: number[],
  filter: object = {}
): Promise<void> => {
  await inChunks(ids, (part) =>
    strapi.db
      .queryBuilder(uid)
      .init({ where: { ...filter, id: { $in: part } }, select: ['id'] })
      .forUpdate()
      .execute<{ id: number }[]>()
  );
};

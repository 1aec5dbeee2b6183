import { isEqual, last, uniqBy } from 'lodash';

import type { Core } from '@strapi/strapi';

import type { Intent } from './intent';
import { mergeIntents } from './merge-intents';
import { writeUpdateLogs } from './write-update-logs';
import { findRowIds, findSchema, lockVersions } from '../documents';
import { TABLES, inTransaction } from '../platform';

interface IntentRow extends Pick<Intent, 'contentType' | 'kind' | 'action'> {
  id: number;
  sourceDocumentId: string;
  sourceLocale: string | null;
  sourceStatus: Intent['status'];
  fields: string | null;
  actor: string | null;
  occurredAt: Date | string;
}

/** A document that has intents, and those of them that were seen. */
export interface PendingDocument {
  contentType: string;
  documentId: string;
  intentIds: number[];
}

const BATCH = 500;

/**
 * Documents with committed intents, in the order of their first one.
 * @param after id of the last intent of the batch before
 */
export const findPendingDocuments = async (
  strapi: Core.Strapi,
  after: number
): Promise<{ documents: PendingDocument[]; last: number | null }> => {
  const rows = await strapi.db
    .queryBuilder(TABLES.intent)
    .init({
      select: ['id', 'contentType', 'sourceDocumentId'],
      where: { id: { $gt: after } },
      orderBy: { id: 'asc' },
      limit: BATCH,
    })
    .execute<Pick<IntentRow, 'id' | 'contentType' | 'sourceDocumentId'>[]>();
  const isOf = (row: (typeof rows)[number]) => `${row.contentType}/${row.sourceDocumentId}`;
  return {
    documents: uniqBy(rows, isOf).map((first) => ({
      contentType: first.contentType,
      documentId: first.sourceDocumentId,
      intentIds: rows.filter((row) => isOf(row) === isOf(first)).map(({ id }) => id),
    })),
    last: last(rows)?.id ?? null,
  };
};

const lockIntents = (strapi: Core.Strapi, ids: number[]): Promise<IntentRow[]> =>
  strapi.db
    .queryBuilder(TABLES.intent)
    .init({ where: { id: { $in: ids } }, orderBy: { id: 'asc' } })
    .forUpdate()
    .execute<IntentRow[]>();

const deleteIntents = (strapi: Core.Strapi, ids: number[]): Promise<unknown> =>
  strapi.db
    .queryBuilder(TABLES.intent)
    .where({ id: { $in: ids } })
    .delete()
    .execute();

export type Resolved =
  | { kind: 'logged'; changes: number }
  /** Another process has resolved it, or the content type is no more. */
  | { kind: 'gone' }
  /** Its rows were replaced meanwhile: try again. */
  | { kind: 'moved' };

/**
 * Turns a document's intents into update logs, in one transaction. Call it outside of any other.
 *
 * The document's rows are locked first, then its intents: writers take the same two in the same
 * order, so neither waits for the other in a circle. Both go by primary key, as capture's do
 * (decision 0002), and both before the first plain read, which under MariaDB's REPEATABLE READ fixes
 * what the transaction sees. Safe against: a writer of the document, who waits or is waited for, so
 * that the values logged are the newest of all logged so far; another process that resolves the
 * same intents, since it waits for them and then finds them gone; a crash, after which the intents
 * are still there. On SQLite there is one transaction at a time.
 */
export const resolveDocument = async (
  strapi: Core.Strapi,
  siteId: string,
  { contentType, documentId, intentIds }: PendingDocument
): Promise<Resolved> => {
  if (!findSchema(strapi, contentType)) {
    // Strapi drops the table of a content type that was taken out of the site's code.
    await deleteIntents(strapi, intentIds);
    return { kind: 'gone' };
  }
  const ids = await findRowIds(strapi, contentType, documentId);

  return inTransaction(strapi, async (): Promise<Resolved> => {
    const versions = await lockVersions(strapi, contentType, ids);
    const intents = await lockIntents(strapi, intentIds);
    if (intents.length === 0) {
      return { kind: 'gone' };
    }
    if (!isEqual(ids, await findRowIds(strapi, contentType, documentId))) {
      return { kind: 'moved' };
    }
    const changes = mergeIntents(
      intents.map(({ sourceLocale, sourceStatus, kind, fields }) => ({
        locale: sourceLocale,
        status: sourceStatus,
        kind,
        fields: fields === null ? null : (JSON.parse(fields) as string[]),
      })),
      versions
    );
    const newest = last(intents);
    if (newest && changes.length > 0) {
      await writeUpdateLogs(strapi, siteId, {
        action: newest.action,
        contentType,
        documentId,
        changes,
        stream: undefined,
        actor: newest.actor,
        occurredAt: new Date(newest.occurredAt),
      });
    }
    await deleteIntents(
      strapi,
      intents.map(({ id }) => id)
    );
    return { kind: 'logged', changes: changes.length };
  });
};

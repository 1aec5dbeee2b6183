import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';

import { currentActor } from './actor';
import { withoutCovered } from './capture-scope';
import type { VersionRow } from './version-rows';
import { TABLES, inTransaction } from '../platform';

export type IntentKind = 'create' | 'update' | 'delete';

/**
 * A note that a version of a document was written: what it became is read later, by the resolver.
 * It commits with the write, so neither is without the other.
 */
export interface Intent {
  contentType: string;
  documentId: string;
  locale: string | null;
  status: VersionRow['status'];
  kind: IntentKind;
  /** update: the attributes that were written; null: all. */
  fields: string[] | null;
  action: string;
}

export const toIntent = (
  contentType: string,
  { documentId, locale, status }: Omit<VersionRow, 'id'>,
  kind: IntentKind,
  fields: string[] | null,
  action: string
): Intent => ({ contentType, documentId, locale, status, kind, fields, action });

/** Columns times rows stay below what SQLite binds in one statement. */
const BATCH = 200;

/** Writes intents in the transaction of what they tell of. */
export type RecordIntents = (intents: Intent[], trx?: Knex.Transaction) => Promise<void>;

/**
 * @param onCommitted called when recorded intents have committed. Must not throw.
 */
export const createIntentRecorder =
  ({ strapi, onCommitted }: { strapi: Core.Strapi; onCommitted(): void }): RecordIntents =>
  async (intents, trx) => {
    const own = withoutCovered(intents);
    if (own.length === 0) {
      return;
    }
    const occurredAt = new Date();
    const actor = currentActor(strapi);
    const rows = own.map(({ contentType, documentId, locale, status, kind, fields, action }) => ({
      contentType,
      sourceDocumentId: documentId,
      sourceLocale: locale,
      sourceStatus: status,
      kind,
      fields: fields && JSON.stringify(fields),
      action,
      actor,
      occurredAt,
    }));
    for (let start = 0; start < rows.length; start += BATCH) {
      const query = strapi.db.queryBuilder(TABLES.intent).insert(rows.slice(start, start + BATCH));
      await (trx ? query.transacting(trx) : query).execute();
    }
    if (strapi.db.inTransaction()) {
      await inTransaction(strapi, ({ onCommit }) => Promise.resolve(onCommit(onCommitted)));
    }
  };

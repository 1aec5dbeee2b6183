import { chunk, groupBy, sortBy } from 'lodash';

import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';

import { TABLES, inReadCommitted, tableOf } from '../platform';

const UPDATE_LOG = 'plugin::event-streaming.update-log';
/** More rows in one CASE are slow on MariaDB (library-choices §8). */
const BATCH = 200;

interface UnnumberedRow {
  id: number;
  content_type: string;
  transaction_id: string;
}

/**
 * Rows of one document action get consecutive numbers, at the place of its last row: its document
 * was locked until then, so what others wrote of it in between does not exist.
 */
const togetherByTransaction = (rows: UnnumberedRow[]): UnnumberedRow[] => {
  const groups = Object.values(groupBy(rows, 'transaction_id'));
  return sortBy(groups, (group) => group.at(-1)?.id).flat();
};

/**
 * `CASE id WHEN 7 THEN 41 WHEN 9 THEN 42 … END`. Whole numbers, written out: PostgreSQL takes bound
 * values inside a CASE for text.
 */
const sequenceById = (strapi: Core.Strapi, rows: UnnumberedRow[], first: number): Knex.Raw =>
  strapi.db.connection.raw(
    `CASE id ${rows.map(({ id }, index) => `WHEN ${Number(id)} THEN ${first + index}`).join(' ')} END`
  );

export interface Numbered {
  count: number;
  /** More rows are waiting. */
  more: boolean;
  contentTypes: string[];
}

/**
 * Numbers committed update logs in one short transaction, by taking the lock on the counter FIRST
 * and only then looking for rows.
 *
 * Safe against: a writer that takes an id early and commits late (its row is not seen yet, and
 * gets a later number when it is); two sequencers at once (the second waits for the lock and then
 * sees what the first has numbered, since its reads start after the lock at READ COMMITTED). So
 * numbers have no gap, and a reader that has seen n will never find a new row below n. Per
 * document, ids follow commit order because capture holds the document's row lock. On SQLite there
 * is one writer at a time, and the same code runs unchanged (library-choices §8).
 *
 * @returns null when the site's row is gone: an import has replaced the database
 */
export const assignSequences = (strapi: Core.Strapi): Promise<Numbered | null> =>
  inReadCommitted(strapi, async (trx) => {
    const site = await tableOf(strapi, TABLES.site, trx)
      .where({ name: 'self' })
      .forUpdate()
      .first<{ sequence: string | number } | undefined>('sequence');
    if (!site) {
      return null;
    }
    const unnumbered = () =>
      tableOf(strapi, UPDATE_LOG, trx)
        .whereNull('sequence')
        .orderBy('id')
        .select<UnnumberedRow[]>('id', 'content_type', 'transaction_id');
    const first = await unnumbered().limit(BATCH);
    const last = first.at(-1);
    if (!last) {
      return { count: 0, more: false, contentTypes: [] };
    }
    const rest =
      first.length < BATCH
        ? []
        : await unnumbered()
            .whereIn('transaction_id', [...new Set(first.map((row) => row.transaction_id))])
            .andWhere('id', '>', last.id);
    const rows = togetherByTransaction([...first, ...rest]);
    const head = Number(site.sequence);
    for (const [index, part] of chunk(rows, BATCH).entries()) {
      await tableOf(strapi, UPDATE_LOG, trx)
        .whereIn(
          'id',
          part.map(({ id }) => id)
        )
        .update({ sequence: sequenceById(strapi, part, head + 1 + index * BATCH) });
    }
    await tableOf(strapi, TABLES.site, trx)
      .where({ name: 'self' })
      .update({ sequence: head + rows.length });
    return {
      count: rows.length,
      more: first.length === BATCH,
      contentTypes: [...new Set(rows.map((row) => row.content_type))],
    };
  });

import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';

/**
 * Runs `work` in Strapi's ambient transaction, or in a new one when there is none. Everything
 * done through the document service or `strapi.db.query` inside joins it.
 */
export const inTransaction = <T>(
  strapi: Core.Strapi,
  work: (transaction: { trx: Knex.Transaction; onCommit(callback: () => void): void }) => Promise<T>
): Promise<T> =>
  // Strapi's type has the promise twice.
  strapi.db.transaction(({ trx, onCommit }) => work({ trx, onCommit })) as Promise<T>;

/**
 * Runs `work` in a transaction of its own, at READ COMMITTED where the database has more than one
 * writer: MariaDB's default, REPEATABLE READ, would take gap locks that writers then wait for.
 * Call it outside Strapi's ambient transaction.
 */
export const inReadCommitted = <T>(
  strapi: Core.Strapi,
  work: (trx: Knex.Transaction) => Promise<T>
): Promise<T> =>
  strapi.db.connection.transaction(
    work,
    strapi.db.dialect.client === 'sqlite' ? {} : { isolationLevel: 'read committed' }
  );

/**
 * Errors that pass by themselves: a lock not had in time, a deadlock, a lost connection, a busy
 * SQLite file. Codes of SQLite, PostgreSQL (class 40, 08, 57P, 53) and MySQL/MariaDB.
 */
export const isTransientDatabaseError = (error: unknown): boolean => {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return (
    (typeof code === 'string' &&
      (/^(40|08|53|55P03|57P)/.test(code) ||
        /^(SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY)|ER_LOCK_(DEADLOCK|WAIT_TIMEOUT)|ECONN|ETIMEDOUT|EPIPE|PROTOCOL_)/.test(
          code
        ))) ||
    (typeof message === 'string' && /Timeout acquiring a connection/.test(message))
  );
};

export const isUniqueViolation = (error: unknown): boolean => {
  const { code } = (error ?? {}) as { code?: unknown };
  return code === 'SQLITE_CONSTRAINT_UNIQUE' || code === '23505' || code === 'ER_DUP_ENTRY';
};

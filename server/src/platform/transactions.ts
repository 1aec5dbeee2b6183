import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';

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

/** SQLSTATE of PostgreSQL: connection, serialization, deadlock, resources, lock, shutdown. */
const TRANSIENT_SQLSTATE = /^(08\d{3}|08P01|40001|40003|40P01|53\d{3}|55P03|57P0[1-5])$/;
const TRANSIENT_CODE =
  /^(SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY)|ER_LOCK_(DEADLOCK|WAIT_TIMEOUT)|PROTOCOL_CONNECTION_LOST)/;

/**
 * Errors of the database that pass by themselves: a lock not had in time, a deadlock, a lost
 * connection, a busy SQLite file. Not those of the network in general: a lifecycle of the site that
 * cannot reach its search server says ECONNREFUSED too, and costs its document, not the stream.
 */
export const isTransientDatabaseError = (error: unknown): boolean => {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return (
    (typeof code === 'string' && (TRANSIENT_SQLSTATE.test(code) || TRANSIENT_CODE.test(code))) ||
    (typeof message === 'string' && /Timeout acquiring a connection/.test(message))
  );
};

/** What a database said, without the statement and its values, which knex puts before it. */
export const databaseMessage = (error: unknown): string | null => {
  const { code, message, sqlMessage } = (error ?? {}) as Record<string, unknown>;
  if (typeof sqlMessage === 'string') {
    return sqlMessage;
  }
  const isOfDatabase =
    typeof code === 'string' && (/^SQLITE_/.test(code) || /^[0-9A-Z]{5}$/.test(code));
  return isOfDatabase && typeof message === 'string'
    ? message.slice(message.lastIndexOf(' - ') + 1).replace(/^- /, '')
    : null;
};

export const isUniqueViolation = (error: unknown): boolean => {
  const { code } = (error ?? {}) as { code?: unknown };
  return code === 'SQLITE_CONSTRAINT_UNIQUE' || code === '23505' || code === 'ER_DUP_ENTRY';
};

/**
 * A transaction that the plugin puts around a write of Strapi must not be noticed by what runs in
 * it. Strapi gives every nested transaction a context of its own, and clears only that of the outer
 * one when it ends. What a lifecycle has left running by then ("fire and forget", as search indexers
 * do) would keep the dead transaction, fail with "Transaction query already complete", and, unhandled,
 * end the process (strapi-facts §1); without the plugin it just goes on. So the transaction that
 * Strapi opens first within one of the plugin's runs in the context of that one: there are as many
 * contexts as there would be without it.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';

interface Handle {
  trx: Knex.Transaction;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  onCommit(callback: () => void): void;
  onRollback(callback: () => void): void;
}
type Work<T> = (handle: Handle) => Promise<T>;
/** `strapi.db.transaction`, called with work to do. */
type Begin = <T>(work: Work<T>) => Promise<T>;

/** Whether what runs now is directly in a transaction of the plugin, not in one within it. */
const isDirectlyInOwn = new AsyncLocalStorage<boolean>();

/** Runs work in the context of the transaction that is open; its end ends neither. */
const join = async <T>(begin: Begin, work: Work<T>): Promise<T> =>
  // The callbacks belong to no context, so they may leave the one they were got in.
  work(await begin((handle) => Promise.resolve(handle)));

/** Makes `strapi.db.transaction` behave so, for as long as the database lives. */
export const shareTransactions = ({ db }: Core.Strapi): void => {
  const original = db.transaction.bind(db) as (work?: Work<unknown>) => Promise<unknown>;
  const begin = original as Begin;

  const transaction = (work?: Work<unknown>): Promise<unknown> => {
    if (!work) {
      return original();
    }
    const run: Work<unknown> = (handle) => isDirectlyInOwn.run(false, () => work(handle));
    return db.inTransaction() && isDirectlyInOwn.getStore() ? join(begin, run) : begin(run);
  };
  db.transaction = transaction as typeof db.transaction;
};

/**
 * Runs `work` in Strapi's ambient transaction, or in a new one when there is none. Everything
 * done through the document service or `strapi.db.query` inside joins it.
 */
export const inTransaction = <T>(
  { db }: Core.Strapi,
  work: (transaction: Pick<Handle, 'trx' | 'onCommit'>) => Promise<T>
): Promise<T> => {
  const begin = db.transaction.bind(db) as Begin;
  // In one that is open, the plugin adds no context either.
  return db.inTransaction()
    ? join(begin, work)
    : begin((handle) => isDirectlyInOwn.run(true, () => work(handle)));
};

import { chunk } from 'lodash';

/**
 * Values in one list of a statement. SQLite binds at most 32,766, PostgreSQL 65,535; long before that
 * a statement is no faster for having more.
 */
export const CHUNK = 1000;

/** Asks for many values, part by part, and gives all answers in that order. */
export const inChunks = async <Value, Row>(
  values: Iterable<Value>,
  ask: (part: Value[]) => PromiseLike<Row[]>
): Promise<Row[]> => {
  const rows: Row[][] = [];
  for (const part of chunk([...values], CHUNK)) {
    rows.push(await ask(part));
  }
  return rows.flat();
};

import type { Knex } from 'knex';

export type Row = Readonly<Record<string, unknown>>;

/** Rows of some tables as they were read, by row id and by any column. */
export interface Tables {
  rows(table: string): readonly Row[];
  find(table: string, id: unknown): Row | undefined;
  /** Rows whose `column` has this value, in the order of `orderBy` (and else of their ids). */
  select(table: string, column: string, value: unknown, orderBy?: string | null): readonly Row[];
}

const grouped = (rows: readonly Row[], column: string): Map<unknown, Row[]> => {
  const groups = new Map<unknown, Row[]>();
  for (const row of rows) {
    const group = groups.get(row[column]);
    if (group) group.push(row);
    else groups.set(row[column], [row]);
  }
  return groups;
};

const byOrder = (orderBy: string) => (left: Row, right: Row) =>
  Number(left[orderBy] ?? 0) - Number(right[orderBy] ?? 0) || Number(left.id) - Number(right.id);

export const readTables = async (db: Knex, names: readonly string[]): Promise<Tables> => {
  const read = new Map<string, readonly Row[]>();
  for (const name of new Set(names)) {
    read.set(name, await db<Row>(name).orderBy('id'));
  }
  const indexes = new Map<string, Map<unknown, Row[]>>();

  const tables: Tables = {
    rows(table) {
      const rows = read.get(table);
      if (!rows) throw new Error(`${table} was not read.`);
      return rows;
    },
    find: (table, id) => tables.select(table, 'id', id)[0],
    select(table, column, value, orderBy) {
      const key = `${table}.${column}`;
      const index = indexes.get(key) ?? grouped(tables.rows(table), column);
      indexes.set(key, index);
      const found = index.get(value) ?? [];
      return orderBy ? [...found].sort(byOrder(orderBy)) : found;
    },
  };
  return tables;
};

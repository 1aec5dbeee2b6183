import type { Knex } from 'knex';

import { SECRET_MARK } from '../support/operations';

/** The mark of secret test values, and the beginnings of what bcrypt makes of a password. */
const SIGNS = [SECRET_MARK, '$2a$', '$2b$'];

/** Administrators have passwords of their own on every site. */
const OWN = new Set(['admin_users.password']);

const TEXTUAL = /char|text|json/i;

const tableNames = async (db: Knex): Promise<string[]> => {
  const client = String(db.client.config.client);
  if (client === 'better-sqlite3') {
    const rows = await db<{ name: string; type: string }>('sqlite_master').where({ type: 'table' });
    return rows.map(({ name }) => name).filter((name) => !name.startsWith('sqlite_'));
  }
  const schema = client === 'pg' ? db.raw('current_schema()') : db.raw('database()');
  const rows = await db('information_schema.tables')
    .where('table_schema', schema)
    .select<{ name: string }[]>({ name: 'table_name' });
  return rows.map(({ name }) => name);
};

const textColumns = async (db: Knex, table: string): Promise<string[]> => {
  const columns = await db(table).columnInfo();
  return Object.entries(columns)
    .filter(([, { type }]) => TEXTUAL.test(type))
    .map(([name]) => name);
};

/** The columns, as `table.column`, in which a secret of the producer is to be found. */
export const findSecrets = async (
  db: Knex,
  isSearched: (table: string) => boolean = () => true
): Promise<string[]> => {
  const found: string[] = [];
  const asText = db.client.config.client === 'mysql2' ? 'char' : 'text';
  for (const table of (await tableNames(db)).filter(isSearched)) {
    for (const column of await textColumns(db, table)) {
      if (OWN.has(`${table}.${column}`)) continue;
      const row: unknown = await db(table)
        .where((where) => {
          for (const sign of SIGNS) {
            void where.orWhereRaw(`cast(?? as ${asText}) like ?`, [column, `%${sign}%`]);
          }
        })
        .first();
      if (row) found.push(`${table}.${column}`);
    }
  }
  return found;
};

import type { Knex } from 'knex';
import knex from 'knex';

import type { Database } from '../database';

/** A connection of the test's own to a site's database; `destroy()` it. */
export const openDatabase = ({ client, env }: Database): Knex => {
  const server = {
    host: env.DATABASE_HOST,
    port: Number(env.DATABASE_PORT),
    user: env.DATABASE_USERNAME,
    password: env.DATABASE_PASSWORD,
    database: env.DATABASE_NAME,
  };
  const pool = { min: 0, max: 2 };

  switch (client) {
    case 'sqlite':
      return knex({
        client: 'better-sqlite3',
        connection: { filename: env.DATABASE_FILENAME },
        useNullAsDefault: true,
        pool: { min: 0, max: 1 },
      });
    case 'postgres':
      return knex({ client: 'pg', connection: server, pool });
    case 'mysql':
      return knex({ client: 'mysql2', connection: { ...server, dateStrings: true }, pool });
  }
};

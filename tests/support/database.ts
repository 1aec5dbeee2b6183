import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import knex from 'knex';

const CLIENTS = ['sqlite', 'postgres', 'mysql'] as const;
export type DatabaseClient = (typeof CLIENTS)[number];

/** An empty database of its own, made for one site (or for several processes of one site). */
export interface Database {
  readonly client: DatabaseClient;
  /** The environment variables that point the test site at it. */
  readonly env: Readonly<Record<string, string>>;
  drop(): Promise<void>;
}

/** The database kind of this test run: `TEST_DATABASE`, SQLite by default. */
export const testDatabaseClient = (): DatabaseClient => {
  const wanted = process.env.TEST_DATABASE || 'sqlite';
  const client = CLIENTS.find((known) => known === wanted);
  if (!client) throw new Error(`TEST_DATABASE is "${wanted}": use ${CLIENTS.join(', ')}.`);
  return client;
};

interface DatabaseServer {
  driver: 'pg' | 'mysql2';
  host: string;
  port: string;
  user: string;
  password: string;
  /** Any database that exists, to connect to while another is made or dropped. */
  maintenanceDatabase: string;
  create: string;
  drop: string;
}

const databaseServer = (client: Exclude<DatabaseClient, 'sqlite'>): DatabaseServer => {
  const { env } = process;
  return client === 'postgres'
    ? {
        driver: 'pg',
        host: env.TEST_PG_HOST ?? '127.0.0.1',
        port: env.TEST_PG_PORT ?? '5432',
        user: env.TEST_PG_USER ?? 'postgres',
        password: env.TEST_PG_PASSWORD ?? '',
        maintenanceDatabase: 'postgres',
        create: 'CREATE DATABASE ??',
        // A site that was killed may still have its connections open on the server.
        drop: 'DROP DATABASE IF EXISTS ?? WITH (FORCE)',
      }
    : {
        driver: 'mysql2',
        host: env.TEST_MYSQL_HOST ?? '127.0.0.1',
        port: env.TEST_MYSQL_PORT ?? '3306',
        user: env.TEST_MYSQL_USER ?? 'root',
        password: env.TEST_MYSQL_PASSWORD ?? '',
        maintenanceDatabase: 'mysql',
        create: 'CREATE DATABASE ?? CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci',
        drop: 'DROP DATABASE IF EXISTS ??',
      };
};

const run = async (server: DatabaseServer, statement: string, name: string): Promise<void> => {
  const { driver, host, port, user, password, maintenanceDatabase: database } = server;
  const connection = knex({
    client: driver,
    connection: { host, port: Number(port), user, password, database },
  });
  try {
    await connection.raw(statement, [name]);
  } finally {
    await connection.destroy();
  }
};

const createServerDatabase = async (
  client: Exclude<DatabaseClient, 'sqlite'>,
  name: string
): Promise<Database> => {
  const server = databaseServer(client);
  await run(server, server.create, name);

  return {
    client,
    env: {
      DATABASE_CLIENT: client,
      DATABASE_HOST: server.host,
      DATABASE_PORT: server.port,
      DATABASE_NAME: name,
      DATABASE_USERNAME: server.user,
      DATABASE_PASSWORD: server.password,
    },
    drop: () => run(server, server.drop, name),
  };
};

const createSqliteDatabase = async (name: string): Promise<Database> => {
  const directory = await mkdtemp(path.join(os.tmpdir(), `${name}-`));

  return {
    client: 'sqlite',
    env: { DATABASE_CLIENT: 'sqlite', DATABASE_FILENAME: path.join(directory, 'data.db') },
    drop: () => rm(directory, { recursive: true, force: true }),
  };
};

/** Makes an empty database that no other test knows; `drop()` it when the test is over. */
export const createDatabase = (
  name: string,
  client: DatabaseClient = testDatabaseClient()
): Promise<Database> => {
  const safeName = name.toLowerCase().replace(/[^a-z0-9]+/g, '_');
  const fullName = `es_test_${safeName}_${randomBytes(6).toString('hex')}`;

  return client === 'sqlite'
    ? createSqliteDatabase(fullName)
    : createServerDatabase(client, fullName);
};

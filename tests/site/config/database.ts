import path from 'node:path';
import type { Core } from '@strapi/strapi';

/** SQLite unless DATABASE_CLIENT says otherwise; DATABASE_FILENAME is an absolute path. */
const config = ({ env }: Core.Config.Shared.ConfigParams): Core.Config.Database => {
  const server = (defaultPort: number) => ({
    host: env('DATABASE_HOST', '127.0.0.1'),
    port: env.int('DATABASE_PORT', defaultPort),
    database: env('DATABASE_NAME', 'strapi'),
    user: env('DATABASE_USERNAME', 'strapi'),
    password: env('DATABASE_PASSWORD', ''),
  });
  const pool = { min: env.int('DATABASE_POOL_MIN', 2), max: env.int('DATABASE_POOL_MAX', 10) };

  const client = env('DATABASE_CLIENT', 'sqlite');
  switch (client) {
    case 'sqlite':
      return {
        connection: {
          client,
          connection: {
            filename: env('DATABASE_FILENAME', path.join(process.cwd(), '.tmp', 'data.db')),
          },
          useNullAsDefault: true,
        },
      };
    case 'postgres':
      return { connection: { client, connection: server(5432), pool } };
    case 'mysql':
      return { connection: { client, connection: server(3306), pool } };
    default:
      throw new Error(`DATABASE_CLIENT is "${client}": use sqlite, postgres or mysql.`);
  }
};

export default config;

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { createStrapi } from '@strapi/strapi';
import type { Core } from '@strapi/strapi';
import supertest from 'supertest';
import type TestAgent from 'supertest/lib/agent';

import { registerFirstAdmin } from './api';
import type { AdminApi } from './api';
import { createDatabase } from './database';
import { freePort } from './free-port';
import { SITE_DIR, SITE_DIST_DIR } from './paths';

export interface RunningStrapi {
  strapi: Core.Strapi;
  url: string;
  /** Requests without credentials. */
  agent: TestAgent;
  adminToken: string;
  /** Requests of the first administrator. */
  api: AdminApi;
  /** Ends Strapi and drops its database. Without it the test run hangs. */
  stop(): Promise<void>;
}

const setEnv = (env: Record<string, string | undefined>): void => {
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
};

const listen = (strapi: Core.Strapi, port: number): Promise<void> =>
  new Promise((resolve) => {
    strapi.server.listen(port, '127.0.0.1', () => resolve());
  });

/**
 * Boots the test site inside the test's own process: one at a time, because Strapi has a global.
 * The plugin runs from its source, so that a test can spy on its clock or step through it.
 */
export const startStrapi = async ({
  env = {},
}: { env?: Record<string, string> } = {}): Promise<RunningStrapi> => {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'es-strapi-'));
  const publicDir = path.join(directory, 'public');
  await mkdir(path.join(publicDir, 'uploads'), { recursive: true });
  const database = await createDatabase('strapi');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;

  const wanted: Record<string, string> = {
    STRAPI_TELEMETRY_DISABLED: 'true',
    LOG_LEVEL: 'warn',
    HOST: '127.0.0.1',
    PORT: String(port),
    SITE_URL: url,
    PUBLIC_DIR: publicDir,
    ...database.env,
    ...env,
  };
  const before = Object.fromEntries(Object.keys(wanted).map((name) => [name, process.env[name]]));
  setEnv(wanted);

  const strapi = createStrapi({
    appDir: SITE_DIR,
    distDir: SITE_DIST_DIR,
    serveAdminPanel: false,
  });
  const stop = async () => {
    await strapi.destroy();
    setEnv(before);
    await database.drop();
    await rm(directory, { recursive: true, force: true });
  };

  try {
    await strapi.load();
    await listen(strapi, port);
    const api = await registerFirstAdmin(strapi.server.httpServer);
    return {
      strapi,
      url,
      agent: supertest.agent(strapi.server.httpServer),
      adminToken: api.token,
      api,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};

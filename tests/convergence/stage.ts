import path from 'node:path';

import type { Knex } from 'knex';

import type { AdminApi } from '../support/api';
import { registerFirstAdmin } from '../support/api';
import type { DumpSource } from '../support/dump';
import { openDatabase } from '../support/dump';
import { createHttp } from '../support/http';
import type { KnownDocuments, Stage } from '../support/operations';
import {
  DEFAULT_LOCALE,
  FILE,
  LOCALES,
  createKnownDocuments,
  createReviver,
} from '../support/operations';
import type { Model, Schemas } from '../support/schemas';
import type { Site } from '../support/site-process';
import { startSite } from '../support/site-process';

/** One of the two sites, with a way into its database. */
export interface PreparedSite {
  site: Site;
  api: AdminApi;
  db: Knex;
  remove(): Promise<void>;
}

/** Starts a site with an administrator and all locales. */
export const prepareSite = async (
  name: string,
  env: Record<string, string> = {}
): Promise<PreparedSite> => {
  const site = await startSite({ name, env });
  const db = openDatabase(site.database);
  const api = await registerFirstAdmin(site.url);
  for (const code of LOCALES.filter((locale) => locale !== DEFAULT_LOCALE)) {
    await api.createLocale(code, `Language ${code}`);
  }

  return {
    site,
    api,
    db,
    async remove() {
      await db.destroy();
      await site.remove();
    },
  };
};

interface TokenAnswer {
  data: { accessKey: string };
}

const fullAccess = async ({ site, api }: PreparedSite) => {
  const { data } = await api.http.send<TokenAnswer>('post', '/admin/api-tokens', {
    body: { name: 'convergence', description: '', type: 'full-access', lifespan: null },
  });
  return createHttp(site.url, data.accessKey);
};

/** The content types of a run: those named, without their `api::` if one likes, or all. */
export const chooseModels = (schemas: Schemas, wanted: readonly string[]): readonly Model[] =>
  wanted.length === 0
    ? schemas.contentTypes
    : wanted.map((name) => schemas.get(name.includes('::') ? name : `api::${name}.${name}`));

/** Reads which documents there are, without knowing what was there before. */
export const knowDocuments = async (
  { db }: PreparedSite,
  schemas: Schemas,
  models: readonly Model[]
): Promise<KnownDocuments> => {
  const known = createKnownDocuments(db, schemas);
  await known.refresh([FILE, ...models.map(({ uid }) => uid)]);
  return known;
};

export const createStage = async (
  prepared: PreparedSite,
  schemas: Schemas,
  models: readonly Model[]
): Promise<Stage> => {
  const { site, api } = prepared;
  const known = await knowDocuments(prepared, schemas, models);
  return {
    site,
    admin: api.http,
    rest: await fullAccess(prepared),
    known,
    reviver: createReviver(site, known),
  };
};

export const dumpSource = (
  { site, db }: PreparedSite,
  schemas: Schemas,
  models: readonly Model[]
): DumpSource => ({
  db,
  client: site.database.client,
  schemas,
  contentTypes: models.map(({ uid }) => uid),
  uploads: path.join(site.directory, 'public', 'uploads'),
});

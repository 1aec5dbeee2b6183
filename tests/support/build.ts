import { existsSync, readdirSync, statSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';

import { runNode } from './commands';
import { PLUGIN_DIR, SITE_DIR, SITE_DIST_DIR } from './paths';

export interface BuildOptions {
  /** Told before a build starts: the builds take up to a minute. */
  onBuild?: (what: string) => void;
  signal?: AbortSignal;
}

const PLUGIN_SOURCES = ['server', 'admin', 'strapi-server.ts', 'strapi-admin.ts', 'package.json'];
const SITE_SOURCES = ['src', 'config', 'tsconfig.json', 'package.json'];

const newestChange = (target: string): number => {
  const stats = statSync(target, { throwIfNoEntry: false });
  if (!stats) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  // A folder's own time tells of files that were removed.
  return Math.max(
    stats.mtimeMs,
    ...readdirSync(target).map((n) => newestChange(path.join(target, n)))
  );
};

/** Every output counts: a build that was interrupted leaves some of them old or missing. */
const isUpToDate = (outputs: string[], sources: string[]): boolean =>
  outputs.every(existsSync) &&
  Math.min(...outputs.map((output) => statSync(output).mtimeMs)) >=
    Math.max(...sources.map(newestChange));

const inside = (directory: string, names: string[]) => names.map((n) => path.join(directory, n));

/** The file of a package's command line program. */
const binary = async (packageName: string, command: string): Promise<string> => {
  const manifest = require.resolve(`${packageName}/package.json`, { paths: [SITE_DIR] });
  const { bin } = JSON.parse(await readFile(manifest, 'utf8')) as {
    bin: string | Record<string, string>;
  };
  return path.join(path.dirname(manifest), typeof bin === 'string' ? bin : bin[command]);
};

const PLUGIN_OUTPUTS = ['dist/server/index.js', 'dist/admin/index.js', 'dist/admin/index.mjs'];

/**
 * Builds the plugin if `dist` is missing or, with `fresh`, older than the sources. Strapi finds a
 * plugin only by its built file, so even tests that run the source need one to be there.
 */
export const ensurePlugin = async ({
  fresh,
  onBuild,
  signal,
}: BuildOptions & { fresh: boolean }): Promise<void> => {
  const outputs = inside(PLUGIN_DIR, PLUGIN_OUTPUTS);
  const isGood = fresh
    ? isUpToDate(outputs, inside(PLUGIN_DIR, PLUGIN_SOURCES))
    : outputs.every(existsSync);
  if (isGood) return;

  onBuild?.('the plugin');
  const program = await binary('@strapi/sdk-plugin', 'strapi-plugin');
  await runNode([program, 'build', '--sourcemap'], { cwd: PLUGIN_DIR, signal });
};

/** Compiles the test site if its sources have changed since it was last compiled. */
export const ensureSite = async ({ onBuild, signal }: BuildOptions = {}): Promise<void> => {
  const buildInfo = path.join(SITE_DIST_DIR, 'tsconfig.tsbuildinfo');
  if (isUpToDate([buildInfo], inside(SITE_DIR, SITE_SOURCES))) return;

  onBuild?.('the test site');
  // What was removed from the sources must not live on in dist; the admin panel may stay.
  await Promise.all(
    [...inside(SITE_DIST_DIR, ['src', 'config']), buildInfo].map((stale) =>
      rm(stale, { recursive: true, force: true })
    )
  );
  await runNode([path.join(SITE_DIR, 'compile.js')], { cwd: SITE_DIR, signal });
};

/** Builds the site's admin panel if it is missing or older than the plugin's. */
export const ensureAdminPanel = async ({ onBuild, signal }: BuildOptions = {}): Promise<void> => {
  const page = path.join(SITE_DIST_DIR, 'build', 'index.html');
  if (isUpToDate([page], [path.join(PLUGIN_DIR, 'dist', 'admin')])) return;

  onBuild?.('the admin panel (this takes about a minute)');
  const program = await binary('@strapi/strapi', 'strapi');
  await runNode([program, 'build'], {
    cwd: SITE_DIR,
    signal,
    // Without a URL of its own the panel works on whichever port it is served from.
    env: { NODE_ENV: 'production', STRAPI_TELEMETRY_DISABLED: 'true', SITE_URL: '' },
  });
};

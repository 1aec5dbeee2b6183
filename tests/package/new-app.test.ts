import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { run, startNode } from '../support/commands';
import { freePort } from '../support/free-port';
import { PLUGIN_DIR } from '../support/paths';
import { until } from '../support/until';

const MINUTES = 60_000;
const STRAPI_VERSION = '5.54.0';

interface Packed {
  filename: string;
  files: { path: string }[];
}

describe('the package, installed from its tarball into a new Strapi app', () => {
  let scratch = '';
  let app = '';
  let packed: Packed;

  beforeAll(async () => {
    scratch = await mkdtemp(path.join(os.tmpdir(), 'es-package-'));
    app = path.join(scratch, 'app');
    const answer = await run(
      'npm',
      // The plugin is built and verified by now.
      ['pack', '--json', '--ignore-scripts', '--pack-destination', scratch],
      { cwd: PLUGIN_DIR }
    );
    [packed] = JSON.parse(answer) as [Packed];
    await run(
      'npx',
      [
        '--yes',
        `create-strapi-app@${STRAPI_VERSION}`,
        app,
        '--typescript',
        '--use-npm',
        '--no-install',
        '--no-git-init',
        '--no-example',
        '--skip-cloud',
        '--non-interactive',
      ],
      { cwd: scratch }
    );
    await run('npm', ['install', path.join(scratch, packed.filename), '--no-audit'], { cwd: app });
    await run('npm', ['run', 'build'], { cwd: app });
  }, 20 * MINUTES);

  afterAll(() => rm(scratch, { recursive: true, force: true }));

  it('holds the built plugin, the licences of what is built into it, and nothing else', () => {
    const files = packed.files.map((file) => file.path);
    const besideBuild = files.filter((file) => !file.startsWith('dist/'));

    expect(besideBuild.sort()).toEqual(
      ['CHANGELOG.md', 'LICENSE', 'README.md', 'THIRD-PARTY-LICENSES.md', 'package.json'].sort()
    );
    expect(files).toEqual(expect.arrayContaining(['dist/server/index.js', 'dist/admin/index.mjs']));
  });

  it('brings no second copy of Strapi', () => {
    const own = path.join(app, 'node_modules', 'strapi-plugin-event-streaming', 'node_modules');

    expect(existsSync(path.join(own, '@strapi'))).toBe(false);
  });

  it('has types for both entry points', async () => {
    const directory = path.join(app, 'node_modules', 'strapi-plugin-event-streaming');
    const manifest = JSON.parse(await readFile(path.join(directory, 'package.json'), 'utf8')) as {
      exports: Record<string, { types?: string }>;
    };

    for (const entry of ['./strapi-server', './strapi-admin']) {
      expect(existsSync(path.join(directory, manifest.exports[entry]?.types ?? 'none'))).toBe(true);
    }
  });

  it('boots without a warning and answers', async () => {
    const port = await freePort();
    const strapi = startNode(['node_modules/.bin/strapi', 'start'], {
      cwd: app,
      env: {
        HOST: '127.0.0.1',
        PORT: String(port),
        NODE_ENV: 'production',
        STRAPI_TELEMETRY_DISABLED: 'true',
      },
    });
    try {
      const status = await until(
        async () => (await fetch(`http://127.0.0.1:${port}/event-streaming/status`)).status,
        { timeout: MINUTES, what: 'the new app to answer' }
      );
      expect(status).toBe(401);
      const wire = await fetch(`http://127.0.0.1:${port}/api/event-streaming/events`);
      expect(wire.status).toBe(401);
    } finally {
      await strapi.stop();
    }
    expect(strapi.output().filter((line) => /warn|error/i.test(line))).toEqual([]);
  });
});

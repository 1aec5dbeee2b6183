/**
 * `node bench/run.mjs <name>` runs a benchmark as the plugin is built: in one file, with what is
 * inlined there inlined too. Run module by module through a loader, the same code takes several
 * times as long, and the figures would be the loader's.
 */
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

import { build } from 'esbuild';

const root = path.join(import.meta.dirname, '..');
const { dependencies, peerDependencies } = createRequire(import.meta.url)('../package.json');
const [name, ...options] = process.argv.slice(2);
const outfile = path.join(root, 'node_modules', '.cache', 'bench', `${name}.cjs`);

await build({
  entryPoints: [path.join(root, 'bench', `${name}.ts`)],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  external: Object.keys({ ...dependencies, ...peerDependencies }),
});
execFileSync(process.execPath, [outfile, ...options], { stdio: 'inherit' });

import { readFileSync } from 'node:fs';
import path from 'node:path';

import manifest from '../../package.json';

const ROOT = path.join(__dirname, '..', '..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

/** Packages that the build puts into the plugin, because they are only ES modules. */
const BUILT_IN = ['@marcbachmann/cel-js'] as const;

describe('what is built into the package', () => {
  it.each(BUILT_IN)('%s comes with its licence', (name) => {
    expect(manifest.files).toContain('THIRD-PARTY-LICENSES.md');
    expect(read('THIRD-PARTY-LICENSES.md')).toContain(
      read(path.join('node_modules', name, 'LICENSE')).trim()
    );
  });

  it.each(BUILT_IN)('%s is of one exact version', (name) => {
    expect(manifest.devDependencies[name]).toMatch(/^\d+\.\d+\.\d+$/);
  });
});

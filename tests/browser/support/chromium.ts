import { existsSync } from 'node:fs';

import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const DEFAULT_PATH = '/usr/bin/chromium';

// Nothing but the sites under test is talked to, and a container has no sandbox of its own.
const FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const NOT_FOUND =
  `No Chromium at ${process.env.CHROMIUM_PATH ?? DEFAULT_PATH}: install it (apt-get install ` +
  'chromium) or name it in CHROMIUM_PATH.';

const executablePath = (): string | null => {
  const path = process.env.CHROMIUM_PATH ?? DEFAULT_PATH;
  return existsSync(path) ? path : null;
};

export const hasChromium = (): boolean => executablePath() !== null;

export const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: executablePath() ?? DEFAULT_PATH, args: FLAGS });

/**
 * `describe` for tests that need a browser. Without one they are skipped so that nobody overlooks
 * it; where the tests guard a release (`CI`), they fail instead.
 */
export const describeInBrowser = (name: string, tests: () => void): void => {
  if (hasChromium()) {
    describe(name, tests);
  } else if (process.env.CI) {
    it(name, () => {
      throw new Error(NOT_FOUND);
    });
  } else {
    process.stderr.write(`\n*** BROWSER TESTS SKIPPED: ${name}\n*** ${NOT_FOUND}\n\n`);
    describe.skip(name, tests);
  }
};

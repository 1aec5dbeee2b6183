import { setTimeout as delay } from 'node:timers/promises';

import type { Site } from '../site-process';
import type { KnownDocuments } from './known-documents';

/** Enough for a process that is ending to have ended. */
const MOMENT_MS = 300;

const LAST_WORDS = 25;

/**
 * Brings a site back that an operation has brought down. Strapi writes some things side by side in
 * one transaction (bulk actions, several locales); when one of them fails, those that still run end
 * in a rejection that nobody handles, and Node ends the process. That is no reason to stop: a site
 * that goes down in the middle of its work must lose nothing either.
 */
export interface Reviver {
  /** What the site said before each end. */
  readonly crashes: readonly string[];
  /** Whether it had to be started again. */
  revive(): Promise<boolean>;
}

export const createReviver = (site: Site, known: KnownDocuments): Reviver => {
  const crashes: string[] = [];
  let reviving: Promise<void> | null = null;

  const restart = async () => {
    crashes.push(site.log.problems().slice(-LAST_WORDS).join('\n'));
    await site.restart();
    await known.refreshAll();
  };

  return {
    crashes,
    async revive() {
      if (!reviving && site.isRunning()) await delay(MOMENT_MS);
      if (!reviving && site.isRunning()) return false;
      // Of operations that run at once each notices; one starts it again.
      reviving ??= restart().finally(() => {
        reviving = null;
      });
      await reviving;
      return true;
    },
  };
};

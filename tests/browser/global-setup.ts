import { ensureAdminPanel, ensurePlugin, ensureSite } from '../support/build';
import { hasChromium } from './support/chromium';

const onBuild = (what: string) => process.stderr.write(`Building ${what} …\n`);

/** The browser tests use the panel as users get it: everything must be built. */
export default async function globalSetup(): Promise<void> {
  // Without a browser they are skipped, or fail: they say so themselves.
  if (!hasChromium()) return;

  await ensurePlugin({ fresh: true, onBuild });
  await ensureSite({ onBuild });
  await ensureAdminPanel({ onBuild });
}

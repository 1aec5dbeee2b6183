import { ensurePlugin, ensureSite } from './build';

/** Before the integration tests: they run the plugin's source, unless `TEST_DIST=1`. */
export default async function globalSetup(): Promise<void> {
  await ensurePlugin({ fresh: process.env.TEST_DIST === '1' });
  await ensureSite();
}

import { ensurePlugin, ensureSite } from './build';

/** Before the two-site tests: they run the plugin as users install it, so it must be built. */
export default async function globalSetup(): Promise<void> {
  await ensurePlugin({ fresh: true });
  await ensureSite();
}

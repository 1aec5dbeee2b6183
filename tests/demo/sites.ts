import type { AdminApi, Administrator } from '../support/api';
import { registerFirstAdmin } from '../support/api';
import { ensureAdminPanel, ensurePlugin, ensureSite } from '../support/build';
import type { PairedSite } from '../support/pair';
import { pair } from '../support/pair';
import type { Site } from '../support/site-process';
import { startSite } from '../support/site-process';
import { STREAMED_TYPES } from './content';
import { fit, say, styled } from './print';

export interface DemoSite extends PairedSite {
  site: Site;
  api: AdminApi;
}

export interface DemoSites {
  producer: DemoSite;
  consumer: DemoSite;
  /** Stops both sites and deletes what they stored. */
  close(): Promise<void>;
}

/** Builds what is missing, so that the demo runs after nothing but `npm ci`. */
export const buildWhatIsMissing = async (
  { adminPanel }: { adminPanel: boolean },
  signal: AbortSignal
): Promise<void> => {
  const onBuild = (what: string) => say(styled('dim', `Building ${what} …`));

  await ensurePlugin({ fresh: true, onBuild, signal });
  await ensureSite({ onBuild, signal });
  if (adminPanel) await ensureAdminPanel({ onBuild, signal });
};

const SITES: { name: string; preferredPort: number; administrator: Administrator }[] = [
  {
    name: 'producer',
    preferredPort: 1337,
    administrator: { email: 'admin@producer.example', password: 'Producer-1' },
  },
  {
    name: 'consumer',
    preferredPort: 1338,
    administrator: { email: 'admin@consumer.example', password: 'Consumer-1' },
  },
];

/** Boots both sites, gives each an administrator, and has the consumer subscribe and be approved. */
export const openSites = async (
  { adminPanel }: { adminPanel: boolean },
  signal: AbortSignal
): Promise<DemoSites> => {
  const running: Site[] = [];
  const close = async () => {
    await Promise.all(running.map((site) => site.remove()));
  };

  const boot = async ({ name, preferredPort, administrator }: (typeof SITES)[number]) => {
    const site = await startSite({
      name,
      preferredPort,
      database: 'sqlite',
      signal,
      env: { SERVE_ADMIN_PANEL: String(adminPanel) },
    });
    running.push(site);
    return { name, url: site.url, site, api: await registerFirstAdmin(site.url, administrator) };
  };

  // Both boots are waited for, even if one fails: a site that is still starting could not be closed.
  const [producer, consumer] = await Promise.allSettled(SITES.map(boot));
  try {
    if (producer.status === 'rejected') throw producer.reason;
    if (consumer.status === 'rejected') throw consumer.reason;
    signal.throwIfAborted();
    await pair({
      producer: producer.value,
      consumer: consumer.value,
      contentTypes: STREAMED_TYPES,
    });
    return { producer: producer.value, consumer: consumer.value, close };
  } catch (error) {
    await close();
    throw error;
  }
};

export const introduce = ({ producer, consumer }: DemoSites): void => {
  for (const { name, url, api } of [producer, consumer]) {
    const { email, password } = api.administrator;
    // Cookies do not know ports: by two names, one browser can be signed in to both panels.
    const host = name === 'consumer' ? url.replace('127.0.0.1', 'localhost') : url;
    const address = styled('cyan', `${host}/admin`);
    say(`${styled('bold', fit(name, 9))} ${address}   ${email}   ${password}`);
  }
  say(styled('dim', `The consumer has subscribed to ${STREAMED_TYPES.join(' and ')}.`));
};

import type { Browser } from 'playwright-core';

import type { AdminApi } from '../../support/api';
import { registerFirstAdmin } from '../../support/api';
import type { Site } from '../../support/site-process';
import { startSite } from '../../support/site-process';
import { launchChromium } from './chromium';
import type { Panel } from './panel';
import { openPanel } from './panel';
import type { Steps } from './steps';
import { createSteps } from './steps';

/** The panel is built, and nothing arrives by a timer: pokes and clicks must do it. */
const ENV = { SERVE_ADMIN_PANEL: 'true', PULL_INTERVAL_SECONDS: '3600' };

/** Two sites that do not know each other yet, each with its administrator in front of its panel. */
export interface TwoSites extends Pick<Steps, 'watch'> {
  browser: Browser;
  producerSite: Site;
  consumerSite: Site;
  producerApi: AdminApi;
  consumerApi: AdminApi;
  producer: Panel;
  consumer: Panel;
}

jest.setTimeout(180_000);

/** For a block of tests: starts the sites before them, and gives them to each of its steps. */
export const stepsOnTwoSites = () => {
  const { step, watch } = createSteps();
  let sites: TwoSites;

  beforeAll(async () => {
    const [producerSite, consumerSite, browser] = await Promise.all([
      startSite({ name: 'producer', env: ENV }),
      startSite({ name: 'consumer', env: ENV }),
      launchChromium(),
    ]);
    const [producerApi, consumerApi] = await Promise.all([
      registerFirstAdmin(producerSite.url),
      registerFirstAdmin(consumerSite.url),
    ]);
    const producer = watch(await openPanel(browser, producerSite, producerApi.administrator));
    const consumer = watch(await openPanel(browser, consumerSite, consumerApi.administrator));
    sites = {
      watch,
      browser,
      producerSite,
      consumerSite,
      producerApi,
      consumerApi,
      producer,
      consumer,
    };
  });

  afterAll(async () => {
    const { browser, producerSite, consumerSite } = sites;
    await browser.close();
    await Promise.all([producerSite.remove(), consumerSite.remove()]);
  });

  return (name: string, perform: (sites: TwoSites) => Promise<void>): void =>
    step(name, () => perform(sites));
};

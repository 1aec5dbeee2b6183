import type { Core } from '@strapi/strapi';

import { registerPermissions } from './api';
import { settleStarts } from './feed';
import { getService } from './services';
import { removeStaleWorkspaces } from './sync';

/** It only saves space: whatever happens, the site starts. */
const tidyUp = async (strapi: Core.Strapi): Promise<void> => {
  try {
    const failures = await removeStaleWorkspaces();
    failures.forEach((error) => strapi.log.debug(`event-streaming: ${String(error)}`));
  } catch (error) {
    strapi.log.warn(
      `event-streaming: temporary files of earlier runs could not be removed: ${String(error)}`
    );
  }
};

export const bootstrap = async ({ strapi }: { strapi: Core.Strapi }): Promise<void> => {
  await registerPermissions(strapi);
  await settleStarts(strapi, getService(strapi, 'site'));
  await tidyUp(strapi);
  getService(strapi, 'subscribedTypes').start();
  getService(strapi, 'resolver').start();
  getService(strapi, 'sequencer').start();
  getService(strapi, 'puller').start();
};

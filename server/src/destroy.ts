import type { Core } from '@strapi/strapi';

import { getService } from './services';

/** Ends the background work before the database connection is closed. */
export const destroy = async ({ strapi }: { strapi: Core.Strapi }): Promise<void> => {
  await getService(strapi, 'puller').stop();
  await getService(strapi, 'resolver').stop();
  await getService(strapi, 'sequencer').stop();
  await getService(strapi, 'notifier').stop();
  await getService(strapi, 'subscribedTypes').stop();
};

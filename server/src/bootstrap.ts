import type { Core } from '@strapi/strapi';

import { registerPermissions } from './api';
import { settleStarts } from './feed';
import { getService } from './services';

export const bootstrap = async ({ strapi }: { strapi: Core.Strapi }): Promise<void> => {
  await registerPermissions(strapi);
  await settleStarts(strapi, getService(strapi, 'site'));
  getService(strapi, 'subscribedTypes').start();
  getService(strapi, 'resolver').start();
  getService(strapi, 'sequencer').start();
  getService(strapi, 'puller').start();
};

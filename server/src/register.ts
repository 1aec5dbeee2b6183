import type { Core } from '@strapi/strapi';

import { createCaptureMiddleware } from './capture';
import { registerTables } from './platform';
import { getService } from './services';

export const register = ({ strapi }: { strapi: Core.Strapi }): void => {
  registerTables(strapi);
  // Here and not in bootstrap: the first middleware encloses what other plugins do in theirs, such
  // as i18n's copying to other locales (strapi-facts §1).
  strapi.documents.use(
    createCaptureMiddleware({
      strapi,
      isSubscribed: (contentType) => getService(strapi, 'subscribedTypes').has(contentType),
      getSiteId: () => getService(strapi, 'site').getSiteId(),
      onCaptured: () => getService(strapi, 'sequencer').wake(),
    })
  );
};

import type { Core } from '@strapi/strapi';

import {
  captureEntityWrites,
  createCaptureMiddleware,
  createDocumentCover,
  createIntentRecorder,
} from './capture';
import { registerTables, shareTransactions } from './platform';
import { getService } from './services';

export const register = ({ strapi }: { strapi: Core.Strapi }): void => {
  registerTables(strapi);
  const getPlan = getService(strapi, 'subscribedTypes').getPlan;
  const recordIntents = createIntentRecorder({
    strapi,
    onCommitted: () => getService(strapi, 'resolver').wake(),
  });
  // Here and not in bootstrap: the first middleware encloses what other plugins do in theirs, such
  // as i18n's copying to other locales (strapi-facts §1).
  strapi.documents.use(
    createCaptureMiddleware({
      strapi,
      getPlan: () => getPlan(),
      coverDocument: createDocumentCover({ strapi, recordIntents }),
      getSiteId: () => getService(strapi, 'site').getSiteId(),
      onCaptured: () => getService(strapi, 'sequencer').wake(),
    })
  );
  // Before, while the tables are made, migrations write to tables that ours are not yet beside.
  strapi.hook('strapi::content-types.afterSync').register(() => {
    shareTransactions(strapi);
    captureEntityWrites({ strapi, getPlan, recordIntents });
  });
};

import type { Core } from '@strapi/strapi';

import { reasonNotStreamable, streamableAttributes } from '../documents';
import type { StreamableContentType } from '../protocol';

/** This site's content types as a person knows them: those of the Content Manager. */
export const readContentTypes = (strapi: Core.Strapi): StreamableContentType[] =>
  Object.values(strapi.contentTypes)
    .filter(
      ({ uid, pluginOptions }) =>
        /^(api|plugin)::/.test(uid) &&
        (pluginOptions as { 'content-manager'?: { visible?: boolean } } | undefined)?.[
          'content-manager'
        ]?.visible !== false
    )
    .map((schema) => {
      const reason = reasonNotStreamable(schema);
      return {
        uid: schema.uid,
        displayName: schema.info.displayName,
        streamable: reason === null,
        reason,
        attributes: streamableAttributes(strapi, schema),
      };
    })
    .sort((a, b) => a.displayName.localeCompare(b.displayName));

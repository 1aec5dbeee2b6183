import { mapValues } from 'lodash';

import type { Core } from '@strapi/strapi';

import {
  FILE,
  describeShapes,
  hasDraftAndPublish,
  isLocalized,
  reasonNotStreamable,
  streamableAttributes,
} from '../documents';
import { dependenciesOf, referencedTypesOf } from '../feed';
import { findDefaultLocale } from '../platform';
import type { Shapes, StreamableContentType } from '../protocol';

/** This site's content types as a person knows them: those of the Content Manager, and files. */
export const readContentTypes = (strapi: Core.Strapi): StreamableContentType[] =>
  Object.values(strapi.contentTypes)
    .filter(
      ({ uid, pluginOptions }) =>
        uid === FILE ||
        (/^(api|plugin)::/.test(uid) &&
          (pluginOptions as { 'content-manager'?: { visible?: boolean } } | undefined)?.[
            'content-manager'
          ]?.visible !== false)
    )
    .map((schema) => {
      const reason = reasonNotStreamable(schema);
      return {
        uid: schema.uid,
        displayName: schema.info.displayName,
        streamable: reason === null,
        reason,
        hasDraftAndPublish: hasDraftAndPublish(schema),
        isLocalized: isLocalized(schema),
        attributes: streamableAttributes(strapi, schema).map(({ name, type }) => ({ name, type })),
        references: referencedTypesOf(strapi, schema.uid),
        dependencies: dependenciesOf(strapi, schema.uid),
      };
    })
    .sort((a, b) => a.displayName.localeCompare(b.displayName));

/** What other sites can map from: content types, with the components within. */
export const describeStreamable = async (strapi: Core.Strapi): Promise<Shapes> => {
  const shapes = Object.assign(
    {},
    ...Object.keys(strapi.contentTypes).map((uid) => describeShapes(strapi, uid))
  ) as Shapes;
  const defaultLocale = await findDefaultLocale(strapi);
  return mapValues(shapes, (shape) =>
    shape.modelType === 'contentType' && shape.localized ? { ...shape, defaultLocale } : shape
  );
};

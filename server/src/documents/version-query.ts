/** What of a content type's rows is read to know a version: columns, and what belongs to them. */
import type { Core } from '@strapi/strapi';

import { FILE, type Schema, findComponent, streamableAttributes } from './streamability';
import { FACTS } from './version';

type Populate = Record<string, unknown>;

/** What the populate of a relation needs: enough to name the target, no more. */
const referenceTo = (strapi: Core.Strapi, target: string): Populate => ({
  select: ['id', 'documentId', 'locale', 'publishedAt'].filter(
    (name) => name === 'id' || strapi.db.metadata.get(target).attributes[name]
  ),
});

export const populateOf = (strapi: Core.Strapi, schema: Schema): Populate =>
  Object.fromEntries(
    streamableAttributes(strapi, schema).flatMap((attribute): [string, unknown][] => {
      const { name } = attribute;
      switch (attribute.kind) {
        case 'scalar':
          return [];
        case 'relation':
          return [[name, attribute.target === null ? true : referenceTo(strapi, attribute.target)]];
        case 'media':
          return [[name, referenceTo(strapi, FILE)]];
        case 'component': {
          const component = findComponent(strapi, attribute.component);
          return component ? [[name, { populate: populateOf(strapi, component) }]] : [];
        }
        case 'dynamiczone':
          return [
            [
              name,
              {
                on: Object.fromEntries(
                  attribute.components.flatMap((uid) => {
                    const component = findComponent(strapi, uid);
                    return component ? [[uid, { populate: populateOf(strapi, component) }]] : [];
                  })
                ),
              },
            ],
          ];
      }
    })
  );

/** The columns of a version itself. */
export const columnsOf = (strapi: Core.Strapi, schema: Schema): string[] => [
  'id',
  'documentId',
  'locale',
  ...FACTS,
  ...streamableAttributes(strapi, schema)
    .filter(({ kind }) => kind === 'scalar')
    .map(({ name }) => name),
];

/** Strapi populates a `morphToOne` from columns that an explicit select must name. */
export const morphColumns = (strapi: Core.Strapi, schema: Schema): string[] =>
  streamableAttributes(strapi, schema).flatMap(({ name }) => {
    const { morphColumn } = strapi.db.metadata.get(schema.uid).attributes[name] as unknown as {
      morphColumn?: { idColumn: { name: string }; typeColumn: { name: string } };
    };
    return morphColumn ? [morphColumn.idColumn.name, morphColumn.typeColumn.name] : [];
  });

/** The query builder, not `db.query`: reading for the log must not set off find lifecycles. */
export const queryRows = (strapi: Core.Strapi, uid: string, params: object) =>
  strapi.db.queryBuilder(uid).init(params);

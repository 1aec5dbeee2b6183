import { snakeCase } from 'lodash';

import type { Attribute, Model, Schemas } from '../schemas';
import { isMorph, isOwningSide, isRelation } from '../schemas';

/** Where Strapi keeps relations, components and media: names as `@strapi/database` builds them. */

/** Strapi shortens what is longer, with a hash; the test site has no such name. */
const LONGEST_NAME = 55;

const joined = (...parts: string[]): string => {
  const name = parts.join('_');
  if (name.length > LONGEST_NAME) throw new Error(`"${name}" is too long: choose shorter names.`);
  return name;
};

export const FILES = 'files';
export const MEDIA_LINKS = 'files_related_mph';

export const columnOf = (attributeName: string): string => snakeCase(attributeName);

export const componentLinks = (model: Model): string => joined(model.table, 'cmps');

export const morphLinks = (model: Model, attributeName: string): string =>
  joined(snakeCase(model.table), snakeCase(attributeName), 'mph');

/** The single column of a relation with `useJoinTable: false`. */
export const joinColumn = (attributeName: string): string => joined(snakeCase(attributeName), 'id');

export interface LinkTable {
  table: string;
  source: string;
  target: string;
  /** Column of the order in which the source lists its targets. */
  order: string | null;
  /** Column of the order in which a target lists its sources. */
  inverseOrder: string | null;
}

/** The join table of a relation, seen from the side that owns it. */
export const linkTable = (
  model: Model,
  attributeName: string,
  { relation = '', inversedBy }: Attribute,
  target: Model
): LinkTable => {
  const source = snakeCase(model.singularName);
  const targetName = snakeCase(target.singularName);
  const isSelf = source === targetName;
  const isToMany = relation === 'oneToMany' || relation === 'manyToMany';
  const isFromMany = relation === 'manyToOne' || relation === 'manyToMany';

  return {
    table: joined(snakeCase(model.table), snakeCase(attributeName), 'lnk'),
    source: joined(source, 'id'),
    target: isSelf ? joined('inv', source, 'id') : joined(targetName, 'id'),
    order: isToMany ? joined(targetName, 'ord') : null,
    inverseOrder:
      inversedBy !== undefined && isFromMany
        ? joined(...(isSelf && isToMany ? ['inv'] : []), source, 'ord')
        : null,
  };
};

const hasComponents = (model: Model) =>
  Object.values(model.attributes).some(({ type }) => ['component', 'dynamiczone'].includes(type));

const linkTablesOf = (schemas: Schemas, model: Model): string[] =>
  Object.entries(model.attributes).flatMap(([name, attribute]) => {
    if (!isRelation(attribute) || !isOwningSide(attribute)) return [];
    if (attribute.relation === 'morphToMany') return [morphLinks(model, name)];
    if (isMorph(attribute) || attribute.useJoinTable === false) return [];
    return [linkTable(model, name, attribute, schemas.get(attribute.target ?? '')).table];
  });

/** Every table that holds a part of documents of these models. */
export const tablesOf = (schemas: Schemas, models: readonly Model[]): string[] => [
  FILES,
  MEDIA_LINKS,
  ...models.flatMap((model) => [
    model.table,
    ...(hasComponents(model) ? [componentLinks(model)] : []),
    ...linkTablesOf(schemas, model),
  ]),
];

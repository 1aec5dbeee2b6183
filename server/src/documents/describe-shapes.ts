/** What of this site's content types another site's documents can be mapped from or into. */
import { pick, pickBy } from 'lodash';

import type { Core } from '@strapi/strapi';

import {
  FILE,
  type Schema,
  type StreamableAttribute,
  USER_TYPES,
  findComponent,
  findSchema,
  hasDraftAndPublish,
  isLocalized,
  reasonNotStreamable,
  schemasWithin,
  streamableAttributes,
} from './streamability';
import type { AttributeShape, Shapes, TypeShape } from '../protocol';

const LIMITS = ['min', 'max', 'minLength', 'maxLength'] as const;

/** What Strapi's validation says of an attribute. */
type Constraints = Partial<
  Pick<AttributeShape, 'required' | 'unique' | (typeof LIMITS)[number]>
> & {
  enum?: string[];
  default?: unknown;
};

const constraintsOf = (schema: Schema, name: string) => {
  const constraints = (schema.attributes as Record<string, Constraints>)[name] ?? {};
  return {
    ...(constraints.required === true ? { required: true } : {}),
    ...(constraints.unique === true ? { unique: true } : {}),
    ...(constraints.default === undefined ? {} : { hasDefault: true }),
    ...(constraints.enum ? { enum: constraints.enum } : {}),
    ...pickBy(pick(constraints, LIMITS), (limit) => limit !== undefined && limit !== null),
  };
};

const structureOf = (attribute: StreamableAttribute) => {
  switch (attribute.kind) {
    case 'scalar':
      return {};
    case 'component':
      return { component: attribute.component, repeatable: attribute.repeatable };
    case 'dynamiczone':
      return { components: attribute.components };
    case 'relation':
      return {
        target: attribute.target,
        many: attribute.many,
        ...(attribute.target !== null && USER_TYPES.includes(attribute.target)
          ? { matchedByEmail: true }
          : {}),
      };
    case 'media':
      return { target: FILE, many: attribute.many };
  }
};

const describe = (strapi: Core.Strapi, schema: Schema): TypeShape => ({
  uid: schema.uid,
  modelType: schema.modelType,
  displayName: schema.info.displayName,
  draftAndPublish: hasDraftAndPublish(schema),
  localized: isLocalized(schema),
  ...(schema.modelType === 'contentType' && schema.kind === 'singleType'
    ? { singleType: true }
    : {}),
  attributes: streamableAttributes(strapi, schema).map((attribute) => ({
    name: attribute.name,
    type: attribute.type,
    ...constraintsOf(schema, attribute.name),
    ...structureOf(attribute),
  })),
});

const isMappable = (schema: Schema): boolean =>
  schema.modelType === 'component' || (schema.uid !== FILE && reasonNotStreamable(schema) === null);

/**
 * The shape of a content type or component with all components within, as far as it travels.
 * Empty for what this site has not, or what is not mapped: files come as they are.
 */
export const describeShapes = (strapi: Core.Strapi, uid: string): Shapes => {
  const schema = findSchema(strapi, uid) ?? findComponent(strapi, uid);
  return schema && isMappable(schema)
    ? Object.fromEntries(
        schemasWithin(strapi, schema).map((part) => [part.uid, describe(strapi, part)])
      )
    : {};
};

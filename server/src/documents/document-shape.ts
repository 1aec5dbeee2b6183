/** Content types as conditions and mappings know them: only what may leave the site. */
import type { Core } from '@strapi/strapi';

import {
  type Schema,
  type StreamableAttribute,
  findComponent,
  findSchema,
  hasDraftAndPublish,
  streamableAttributes,
} from './streamability';
import { type FieldShape, type ScalarKind, type Shape, SYSTEM_FIELDS } from '../expressions';

const SCALARS: Record<string, ScalarKind> = {
  integer: 'integer',
  biginteger: 'biginteger',
  float: 'float',
  decimal: 'decimal',
  boolean: 'boolean',
  date: 'date',
  datetime: 'datetime',
  timestamp: 'timestamp',
  time: 'time',
  json: 'json',
  blocks: 'json',
};

/** Custom fields are stored as a type of Strapi's, which its plugin names. */
const storedType = (strapi: Core.Strapi, schema: Schema, { name, type }: StreamableAttribute) => {
  const { customField } = schema.attributes[name] as { customField?: string };
  return type === 'customField' && customField
    ? strapi.get('custom-fields').get(customField).type
    : type;
};

const scalarShape = (
  strapi: Core.Strapi,
  schema: Schema,
  attribute: StreamableAttribute
): FieldShape => {
  const type = storedType(strapi, schema, attribute);
  if (type === 'enumeration') {
    const { enum: values } = schema.attributes[attribute.name] as { enum?: string[] };
    return { kind: 'enumeration', values: values ?? [] };
  }
  return { kind: SCALARS[type] ?? 'string' };
};

const fieldShape = (
  strapi: Core.Strapi,
  schema: Schema,
  attribute: StreamableAttribute
): FieldShape => {
  switch (attribute.kind) {
    case 'scalar':
      return scalarShape(strapi, schema, attribute);
    case 'component': {
      const { component, repeatable } = attribute;
      return { kind: 'component', repeatable, shape: () => componentShape(strapi, component) };
    }
    case 'dynamiczone':
      return {
        kind: 'dynamiczone',
        components: Object.fromEntries(
          attribute.components.map((uid) => [uid, () => componentShape(strapi, uid)])
        ),
      };
    case 'relation': {
      const { many, target } = attribute;
      return {
        kind: 'relation',
        many,
        target: target === null ? null : () => documentShape(strapi, target),
      };
    }
    case 'media':
      return {
        kind: 'media',
        many: attribute.many,
        target: () => documentShape(strapi, 'plugin::upload.file'),
      };
  }
};

const fieldsOf = (strapi: Core.Strapi, schema: Schema): Shape =>
  Object.fromEntries(
    streamableAttributes(strapi, schema).map((attribute) => [
      attribute.name,
      fieldShape(strapi, schema, attribute),
    ])
  );

const componentShape = (strapi: Core.Strapi, uid: string): Shape => {
  const component = findComponent(strapi, uid);
  return component ? fieldsOf(strapi, component) : {};
};

/** The shape of a content type's documents; empty when this site has no such type. */
export const documentShape = (strapi: Core.Strapi, uid: string): Shape => {
  const schema = findSchema(strapi, uid);
  return schema
    ? {
        ...fieldsOf(strapi, schema),
        ...SYSTEM_FIELDS,
        ...(hasDraftAndPublish(schema)
          ? { status: { kind: 'enumeration', values: ['draft', 'published'] } as const }
          : {}),
      }
    : {};
};

/** Where references to other documents are within the fields of a version. */
import { isEqual, uniqWith } from 'lodash';

import type { Core } from '@strapi/strapi';

import {
  type Schema,
  type StreamableAttribute,
  findComponent,
  streamableAttributes,
} from './streamability';
import {
  type DocumentFields,
  type JsonValue,
  type Reference,
  isFields,
  isReference,
} from '../protocol';

type ReferringAttribute = Extract<StreamableAttribute, { kind: 'relation' | 'media' }>;

/** Gives a reference its new value; null takes it away. */
export type MapReference = (
  reference: Reference,
  attribute: ReferringAttribute
) => JsonValue | null;

/** A list of references holds each target once, in the order of its first place. */
const mapList = (values: JsonValue[], map: (value: JsonValue) => JsonValue | null): JsonValue[] =>
  uniqWith(
    values.map(map).filter((value) => value !== null),
    isEqual
  );

const mapValue = (
  strapi: Core.Strapi,
  attribute: StreamableAttribute,
  value: JsonValue,
  map: MapReference
): JsonValue => {
  switch (attribute.kind) {
    case 'scalar':
      return value;
    case 'relation':
    case 'media': {
      const mapOne = (one: JsonValue) => (isReference(one) ? map(one, attribute) : null);
      return Array.isArray(value) ? mapList(value, mapOne) : mapOne(value);
    }
    case 'component':
    case 'dynamiczone': {
      const mapComponent = (fields: JsonValue): JsonValue => {
        if (!isFields(fields)) {
          return fields;
        }
        const uid = attribute.kind === 'component' ? attribute.component : fields.__component;
        const schema = typeof uid === 'string' ? findComponent(strapi, uid) : null;
        return schema ? mapReferences(strapi, schema, fields, map) : fields;
      };
      return Array.isArray(value) ? value.map(mapComponent) : mapComponent(value);
    }
  }
};

/** The fields with every reference replaced, also in components; unknown fields stay as they are. */
export const mapReferences = (
  strapi: Core.Strapi,
  schema: Schema,
  fields: DocumentFields,
  map: MapReference
): DocumentFields => {
  const attributes = new Map(
    streamableAttributes(strapi, schema).map((attribute) => [attribute.name, attribute])
  );
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const attribute = attributes.get(name);
      return [name, attribute ? mapValue(strapi, attribute, value, map) : value];
    })
  );
};

/** All references in the fields, in order. */
export const findReferences = (
  strapi: Core.Strapi,
  schema: Schema,
  fields: DocumentFields
): Reference[] => {
  const references: Reference[] = [];
  mapReferences(strapi, schema, fields, (reference) => {
    references.push(reference);
    return reference;
  });
  return references;
};

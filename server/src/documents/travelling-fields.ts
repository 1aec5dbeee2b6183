import { pick } from 'lodash';

import type { Core } from '@strapi/strapi';

import { FACTS } from './version';
import {
  type Schema,
  type StreamableAttribute,
  findComponent,
  streamableAttributes,
} from './streamability';
import type { DocumentFields, JsonValue } from '../protocol';

const isFields = (value: JsonValue): value is DocumentFields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const travellingPart = (
  strapi: Core.Strapi,
  attribute: Extract<StreamableAttribute, { kind: 'component' | 'dynamiczone' }>,
  part: JsonValue
): DocumentFields | null => {
  if (!isFields(part)) {
    return null;
  }
  const uid = attribute.kind === 'component' ? attribute.component : part.__component;
  const component = typeof uid === 'string' ? findComponent(strapi, uid) : null;
  return component
    ? { ...pick(part, '__component'), ...travellingFields(strapi, component, part) }
    : null;
};

/**
 * Of a version as it was once read, the fields that travel as the site's schemas are now, those in
 * components too. A component that is no more goes as a whole.
 */
export const travellingFields = (
  strapi: Core.Strapi,
  schema: Schema,
  fields: DocumentFields
): DocumentFields => {
  const present: DocumentFields = pick(fields, FACTS);
  for (const attribute of streamableAttributes(strapi, schema)) {
    const { name } = attribute;
    const value = fields[name];
    if (value === undefined) {
      continue;
    }
    if (attribute.kind === 'component' || attribute.kind === 'dynamiczone') {
      present[name] = Array.isArray(value)
        ? value
            .map((part) => travellingPart(strapi, attribute, part))
            .filter((part) => part !== null)
        : travellingPart(strapi, attribute, value);
    } else {
      present[name] = value;
    }
  }
  return present;
};

/**
 * Whether what a producer sends has the shape that this site's content types give it. Nothing is
 * guessed or left out: a value of another shape would be lost without a word, and a reference to
 * another content type would bring documents that nobody subscribed to.
 */
import type { Core } from '@strapi/strapi';

import { type ApplyContext, subscriptionTo } from './apply-context';
import {
  FILE,
  type Schema,
  type StreamableAttribute,
  USER_TYPES,
  findComponent,
  findSchema,
  streamableAttributes,
  targetsOf,
} from '../documents';
import { type DocumentFields, type JsonValue, isReference } from '../protocol';

type IsTarget = (contentType: string) => boolean;

/** The content types that may come: those subscribed to, and what documents of them refer to. */
const expectedTypes = (context: ApplyContext): Set<string> => {
  const { strapi, producer } = context;
  const subscribed = producer.subscriptions
    .map(({ contentType }) => contentType)
    .filter((contentType) => subscriptionTo(context, contentType));
  // What is added to a set while it is gone through has its turn too.
  const expected = new Set(subscribed);
  for (const contentType of expected) {
    const schema = findSchema(strapi, contentType);
    (schema ? targetsOf(strapi, schema) : []).forEach((target) => expected.add(target));
  }
  return expected;
};

const isObject = (value: JsonValue): value is DocumentFields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isOneOrMany = (
  value: JsonValue,
  isMany: boolean,
  isFit: (part: JsonValue) => boolean
): boolean => {
  if (isMany) {
    return Array.isArray(value) && value.every(isFit);
  }
  return value === null || isFit(value);
};

const misfitsOf = (
  strapi: Core.Strapi,
  attribute: StreamableAttribute,
  value: JsonValue,
  isExpected: IsTarget
): string[] => {
  const { name } = attribute;
  const isReferenceTo = (isTarget: IsTarget) => (part: JsonValue) =>
    isReference(part) && isTarget(part.contentType);

  switch (attribute.kind) {
    case 'scalar':
      return [];
    case 'media':
      return isOneOrMany(
        value,
        attribute.many,
        isReferenceTo((uid) => uid === FILE)
      )
        ? []
        : [name];
    case 'relation': {
      const { many, target } = attribute;
      const isTarget = target === null ? isExpected : (uid: string) => uid === target;
      return isOneOrMany(value, many, isReferenceTo(isTarget)) ? [] : [name];
    }
    case 'component':
    case 'dynamiczone': {
      const isMany = attribute.kind === 'dynamiczone' || attribute.repeatable;
      if (!isOneOrMany(value, isMany, isObject)) {
        return [name];
      }
      const parts = (Array.isArray(value) ? value : [value]).filter(isObject);
      return parts.flatMap((part) => {
        const uid = attribute.kind === 'component' ? attribute.component : part.__component;
        const component = typeof uid === 'string' ? findComponent(strapi, uid) : null;
        return component
          ? misfitsIn(strapi, component, part, isExpected).map((inner) => `${name}.${inner}`)
          : [name];
      });
    }
  }
};

const misfitsIn = (
  strapi: Core.Strapi,
  schema: Schema,
  fields: DocumentFields,
  isExpected: IsTarget
): string[] =>
  streamableAttributes(strapi, schema).flatMap((attribute) => {
    const value = fields[attribute.name];
    return value === undefined ? [] : misfitsOf(strapi, attribute, value, isExpected);
  });

/** Paths of the fields whose values do not fit, such as `sections.article`. */
export const findMisfits = (
  context: ApplyContext,
  schema: Schema,
  fields: DocumentFields
): string[] => {
  let expected: Set<string> | undefined;
  const isExpected = (contentType: string) => {
    // Users are matched with those that are here, and never come by a relation.
    expected ??= new Set([...expectedTypes(context), ...USER_TYPES]);
    return expected.has(contentType);
  };
  return [...new Set(misfitsIn(context.strapi, schema, fields, isExpected))];
};

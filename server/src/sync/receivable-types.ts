/** Whether this site can receive what a producer is subscribed to for. */
import { errors } from '@strapi/utils';

import type { Core } from '@strapi/strapi';

import type { MappingPlan } from './mappings/plan-mappings';
import {
  type ContentTypeSchema,
  findSchema,
  reasonNotStreamable,
  streamableAttributes,
} from '../documents';
import type { SubscriptionInput } from '../protocol';

const NATURAL_KEYS = new Set(['string', 'uid', 'email', 'text', 'integer', 'biginteger']);

/** A natural key is one value that people know a document by. */
const reasonNotAdoptable = (
  strapi: Core.Strapi,
  schema: ContentTypeSchema,
  adopt: string | null
): string | null => {
  if (adopt === null) {
    return null;
  }
  const attribute = streamableAttributes(strapi, schema).find(({ name }) => name === adopt);
  return attribute && NATURAL_KEYS.has(attribute.type)
    ? null
    : `it has no field ${adopt} that documents could be adopted by`;
};

/** @throws ValidationError when this site cannot receive one of the content types */
export const assertReceivableTypes = (
  strapi: Core.Strapi,
  subscriptions: SubscriptionInput[],
  { mappings }: MappingPlan
): void => {
  const problems = subscriptions.flatMap(({ contentType, adopt, unsubscribed }) => {
    const localContentType = mappings.get(contentType)?.localContentType ?? contentType;
    const schema = findSchema(strapi, localContentType);
    const reason = schema
      ? (reasonNotStreamable(schema) ?? reasonNotAdoptable(strapi, schema, adopt))
      : 'this site has no such content type';
    return reason && !unsubscribed ? [`${localContentType}: ${reason}`] : [];
  });
  if (problems.length > 0) {
    throw new errors.ValidationError(`This site cannot receive ${problems.join('; ')}.`);
  }
};

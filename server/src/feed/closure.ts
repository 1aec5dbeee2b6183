/**
 * What an approval exposes: the approved content types, and those that come along because their
 * documents are referred to (DESIGN §7). Nothing else leaves the site, references included.
 */
import type { Core } from '@strapi/strapi';

import { type ConsumerRow, type ConsumerSubscriptionRow, isActive } from './consumer-store';
import {
  USER_TYPES,
  findSchema,
  mapReferences,
  reasonNotStreamable,
  targetsOf,
} from '../documents';
import type { DocumentFields, SubscribedVersions } from '../protocol';

/**
 * The content types whose documents come along with those of `uid`, at any distance. Users are
 * matched, and never come.
 * @param refused types kept back, and with them what only they lead to
 */
export const dependenciesOf = (
  strapi: Core.Strapi,
  uid: string,
  refused: ReadonlySet<string> = new Set()
): string[] => {
  const found = new Set<string>();
  const queue = [uid];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const schema = findSchema(strapi, next);
    for (const target of schema ? targetsOf(strapi, schema) : []) {
      const targetSchema = findSchema(strapi, target);
      if (
        targetSchema &&
        target !== uid &&
        !found.has(target) &&
        !refused.has(target) &&
        !USER_TYPES.includes(target) &&
        reasonNotStreamable(targetSchema) === null
      ) {
        found.add(target);
        queue.push(target);
      }
    }
  }
  return [...found].sort();
};

const refusedBy = ({ refusedDependencies }: ConsumerSubscriptionRow) =>
  new Set(refusedDependencies ?? []);

/** Every content type that a consumer may have documents of, with the versions it may have. */
export const allowedContentTypes = (
  strapi: Core.Strapi,
  consumer: ConsumerRow
): Map<string, SubscribedVersions> => {
  const allowed = new Map<string, SubscribedVersions>();
  const allow = (uid: string, versions: SubscribedVersions) =>
    allowed.set(uid, allowed.get(uid) === 'all' ? 'all' : versions);

  const active = consumer.subscriptions.filter((subscription) => isActive(strapi, subscription));
  for (const subscription of active) {
    dependenciesOf(strapi, subscription.contentType, refusedBy(subscription)).forEach((uid) =>
      allow(uid, subscription.versions)
    );
  }
  // A subscription of its own says itself which versions it is about.
  active.forEach(({ contentType, versions }) => allowed.set(contentType, versions));
  return allowed;
};

/** The fields without references to what the consumer may not have. */
export const withAllowedReferences = (
  strapi: Core.Strapi,
  contentType: string,
  fields: DocumentFields,
  allowed: ReadonlyMap<string, unknown>
): DocumentFields => {
  const schema = findSchema(strapi, contentType);
  return schema
    ? mapReferences(strapi, schema, fields, (reference) =>
        allowed.has(reference.contentType) || USER_TYPES.includes(reference.contentType)
          ? reference
          : null
      )
    : fields;
};

/**
 * What an approval exposes: the approved content types, and those that come along because their
 * documents are referred to (DESIGN §7). Nothing else leaves the site, references included.
 */
import { groupBy } from 'lodash';

import type { Core } from '@strapi/strapi';

import { type ConsumerRow, type ConsumerSubscriptionRow, isActive } from './consumer-store';
import {
  USER_TYPES,
  findReferences,
  findSchema,
  mapReferences,
  matchesUsers,
  reasonNotStreamable,
  targetsOf,
} from '../documents';
import { inChunks } from '../platform';
import type { DocumentFields, Reference, SubscribedVersions } from '../protocol';

interface DependencyOptions {
  /** Types that the consumer's mapping looks for documents of. */
  lookups?: readonly string[];
  /** Types kept back, and with them what only they lead to. */
  refused?: readonly string[];
}

/** Users are matched, and never come. */
const canComeAlong = (strapi: Core.Strapi, uid: string): boolean => {
  const schema = findSchema(strapi, uid);
  return schema !== null && !USER_TYPES.includes(uid) && reasonNotStreamable(schema) === null;
};

/** The content types that documents of `uid` refer to and bring. */
export const referencedTypesOf = (strapi: Core.Strapi, uid: string): string[] => {
  const schema = findSchema(strapi, uid);
  return (schema ? targetsOf(strapi, schema) : []).filter((target) => canComeAlong(strapi, target));
};

/**
 * The content types whose documents come along with those of `uid`: because these refer to them, at
 * any distance, or because they are looked for.
 */
export const dependenciesOf = (
  strapi: Core.Strapi,
  uid: string,
  { lookups = [], refused = [] }: DependencyOptions = {}
): string[] => {
  const found = new Set([uid]);
  const add = (target: string) => {
    if (!refused.includes(target)) {
      found.add(target);
    }
  };
  lookups.filter((target) => canComeAlong(strapi, target)).forEach(add);
  // A set is walked through with what is added meanwhile.
  for (const next of found) {
    referencedTypesOf(strapi, next).forEach(add);
  }
  found.delete(uid);
  return [...found].sort();
};

/** What comes along with a subscription, as its administrator has judged it. */
const allowedDependenciesOf = (
  strapi: Core.Strapi,
  { contentType, lookups, refusedDependencies }: ConsumerSubscriptionRow
): string[] =>
  dependenciesOf(strapi, contentType, {
    lookups: lookups ?? [],
    refused: refusedDependencies ?? [],
  });

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
    allowedDependenciesOf(strapi, subscription).forEach((uid) => allow(uid, subscription.versions));
  }
  // A subscription of its own says itself which versions it is about.
  active.forEach(({ contentType, versions }) => allowed.set(contentType, versions));
  return allowed;
};

/** E-mail addresses of users by documentId. */
const readEmails = async (
  strapi: Core.Strapi,
  contentType: string,
  documentIds: string[]
): Promise<Map<string, string>> => {
  const rows = await inChunks(documentIds, (part) =>
    strapi.db
      .queryBuilder(contentType)
      .init({ where: { documentId: { $in: part } }, select: ['documentId', 'email'] })
      .execute<{ documentId: string; email: string }[]>()
  );
  return new Map(rows.map(({ documentId, email }) => [documentId, email]));
};

/**
 * The fields without references to what the consumer may not have. Users who do not come
 * themselves are named by their e-mail address, if this site's owner wants that.
 */
export const withAllowedReferences = async (
  strapi: Core.Strapi,
  contentType: string,
  fields: DocumentFields,
  allowed: ReadonlyMap<string, unknown>
): Promise<DocumentFields> => {
  const schema = findSchema(strapi, contentType);
  if (!schema) {
    return fields;
  }
  const isMatched = (reference: Reference) =>
    matchesUsers(strapi) &&
    USER_TYPES.includes(reference.contentType) &&
    !allowed.has(reference.contentType);
  const users = findReferences(strapi, schema, fields).filter(isMatched);
  const emails = new Map<string, string>();
  for (const [uid, references] of Object.entries(groupBy(users, 'contentType'))) {
    const ids = references.map(({ documentId }) => documentId);
    (await readEmails(strapi, uid, ids)).forEach((email, id) => emails.set(id, email));
  }
  return mapReferences(strapi, schema, fields, (reference) => {
    if (allowed.has(reference.contentType)) {
      return reference;
    }
    const email = isMatched(reference) ? emails.get(reference.documentId) : undefined;
    return email === undefined ? null : { ...reference, email };
  });
};

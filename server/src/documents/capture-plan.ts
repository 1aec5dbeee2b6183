import type { Core } from '@strapi/strapi';

import { type OwningAttribute, getReferenceGraph } from './reference-graph';
import { FILE } from './streamability';

/** What has to be captured while certain content types are subscribed. */
export interface CapturePlan {
  isSubscribed(contentType: string): boolean;
  /** Writes of these are logged: the subscribed types, and files while one of those has media. */
  isCaptured(contentType: string): boolean;
  /** Whether a captured type can refer to it. */
  isReferenced(contentType: string): boolean;
  /** The attributes of captured types, and of components in them, that can refer to it. */
  referencesTo(contentType: string): OwningAttribute[];
}

export const createCapturePlan = (
  strapi: Core.Strapi,
  subscribed: ReadonlySet<string>
): CapturePlan => {
  const { attributes, roots } = getReferenceGraph(strapi);
  const wanted = attributes.filter(
    ({ owner }) =>
      subscribed.has(owner) || [...(roots.get(owner) ?? [])].some((root) => subscribed.has(root))
  );
  const captured = new Set(subscribed);
  if (wanted.some(({ target }) => target === FILE)) {
    captured.add(FILE);
  }
  const byTarget = new Map<string, OwningAttribute[]>();
  const referencesTo = (contentType: string): OwningAttribute[] => {
    let found = byTarget.get(contentType);
    if (!found) {
      found = wanted.filter(({ target }) => target === null || target === contentType);
      byTarget.set(contentType, found);
    }
    return found;
  };

  return {
    isSubscribed: (contentType) => subscribed.has(contentType),
    isCaptured: (contentType) => captured.has(contentType),
    isReferenced: (contentType) => referencesTo(contentType).length > 0,
    referencesTo,
  };
};

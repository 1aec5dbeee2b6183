import type { Core } from '@strapi/strapi';

import { FILE, type OwningAttribute, getReferenceGraph } from '../documents';

/**
 * An attribute that, when written, can change documents other than its own.
 * - `inverse`: it shows a relation that its targets own.
 * - `exclusive`: it owns a relation in which a target has one owner, and takes it from another.
 * - `files`: what a file is used in, which belongs to the documents that use it.
 */
export type SharedRelation =
  | { side: 'inverse'; attribute: OwningAttribute; takesFromOthers: boolean }
  | { side: 'exclusive'; attribute: OwningAttribute; target: string }
  | { side: 'files'; attributes: OwningAttribute[] };

interface RelationAttribute {
  type: string;
  relation?: string;
  target?: string;
  mappedBy?: string;
  morphBy?: string;
}

const findShared = (strapi: Core.Strapi, uid: string): Map<string, SharedRelation> => {
  const { attributes } = getReferenceGraph(strapi);
  const shared = new Map<string, SharedRelation>();
  const own = strapi.db.metadata.get(uid).attributes as unknown as Record<
    string,
    RelationAttribute
  >;
  for (const [name, { type, relation, target, mappedBy, morphBy }] of Object.entries(own)) {
    if (type !== 'relation') {
      continue;
    }
    if (uid === FILE && name === 'related') {
      shared.set(name, { side: 'files', attributes: attributes.filter((a) => a.target === FILE) });
      continue;
    }
    const owner = mappedBy ?? morphBy;
    const attribute = attributes.find((a) =>
      owner === undefined
        ? a.isExclusive && a.owner === uid && a.name === name
        : a.owner === target && a.name === owner
    );
    if (!attribute || target === undefined) {
      continue;
    }
    shared.set(
      name,
      owner === undefined
        ? { side: 'exclusive', attribute, target }
        : {
            side: 'inverse',
            attribute,
            takesFromOthers: relation === 'oneToOne' || relation === 'morphOne',
          }
    );
  }
  return shared;
};

const cache = new WeakMap<Core.Strapi, Map<string, Map<string, SharedRelation>>>();

/** The shared relations that writing this data writes; most often none. */
export const sharedRelationsIn = (
  strapi: Core.Strapi,
  uid: string,
  data: unknown
): [name: string, shared: SharedRelation][] => {
  if (typeof data !== 'object' || data === null || !strapi.db.metadata.has(uid)) {
    return [];
  }
  const known = cache.get(strapi) ?? new Map<string, Map<string, SharedRelation>>();
  cache.set(strapi, known);
  let shared = known.get(uid);
  if (!shared) {
    shared = findShared(strapi, uid);
    known.set(uid, shared);
  }
  return [...shared].filter(([name]) => name in data);
};

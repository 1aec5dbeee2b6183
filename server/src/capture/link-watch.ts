/**
 * Changes of documents by a write of another one. A reference is a row that the document refers by,
 * but that the other side can write too, or a foreign key delete. So the rows are compared before
 * and after such a write; what changed in them is told by an intent of the document that owns them.
 */
import { groupBy } from 'lodash';

import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';

import { type Owner, findOwners } from './find-owners';
import { type Intent, toIntent } from './intent';
import { type Links, readLinks } from './read-links';
import { selectVersionsIn } from './version-rows';
import type { CapturePlan, OwningAttribute } from '../documents';

export interface Watched {
  contentType: string;
  /** The documents that may be referred to before or after the write. */
  documentIds: string[];
  attributes: OwningAttribute[];
  /** Rows of the owning side that the write can touch; null: any. */
  owners: number[] | null;
}

type Snapshot = Map<OwningAttribute, Links>;

const NO_LINKS: Links = new Map();

const snapshot = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  { contentType, documentIds, attributes, owners }: Watched
): Promise<Snapshot> => {
  if (attributes.length === 0 || documentIds.length === 0) {
    return new Map();
  }
  // Publishing replaces rows: the documents' rows of now, each time.
  const targets = await selectVersionsIn(strapi, contentType, 'documentId', documentIds, trx);
  const links: Snapshot = new Map();
  for (const attribute of attributes) {
    links.set(attribute, await readLinks(strapi, trx, attribute, contentType, targets, owners));
  }
  return links;
};

const changedOwners = (before: Links, after: Links): number[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter(
    (owner) => before.get(owner) !== after.get(owner)
  );

const toIntents = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  plan: CapturePlan,
  changed: Map<OwningAttribute, number[]>
): Promise<Intent[]> => {
  const owners: Owner[][] = [];
  for (const [{ owner, name }, ids] of changed) {
    owners.push(await findOwners(strapi, trx, owner, name, ids));
  }
  const wanted = owners.flat().filter(({ contentType }) => plan.isCaptured(contentType));
  return Object.values(
    groupBy(wanted, ({ contentType, version }) => `${contentType}/${version.id}`)
  ).flatMap((ofVersion) => {
    const [first] = ofVersion;
    const fields = [...new Set(ofVersion.map(({ attribute }) => attribute))];
    return first ? [toIntent(first.contentType, first.version, 'update', fields, 'relation')] : [];
  });
};

/**
 * Starts to watch, before the write.
 * @returns to be called after it, in the same transaction, with the documents if they were not known
 *   before: an intent for each document version whose references have changed
 */
export const watchLinks = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  plan: CapturePlan,
  watched: Watched
): Promise<(documentIds?: string[]) => Promise<Intent[]>> => {
  const before = await snapshot(strapi, trx, watched);
  return async (documentIds = watched.documentIds) => {
    const after = await snapshot(strapi, trx, { ...watched, documentIds });
    const changed = new Map(
      watched.attributes.map((attribute) => [
        attribute,
        changedOwners(before.get(attribute) ?? NO_LINKS, after.get(attribute) ?? NO_LINKS),
      ])
    );
    return toIntents(strapi, trx, plan, changed);
  };
};

import { chunk, sortBy } from 'lodash';

import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';

import type { VersionRow } from './version-rows';
import { type OwningAttribute, versionKey } from '../documents';
import { CHUNK } from '../platform';

interface LinkRow {
  owner: number;
  target: number;
  position: number | null;
}

/** By owner row: what it refers to among the targets, and in which place. */
export type Links = Map<number, string>;

/**
 * What rows refer to certain documents by one attribute: to which version of each, since a document
 * without Draft & Publish may refer to drafts and published versions.
 * @param targets versions of the documents
 * @param owners only these rows of the owner; null: all
 */
export const readLinks = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  { links, tellsStatus }: OwningAttribute,
  targetType: string,
  targets: VersionRow[],
  owners: number[] | null
): Promise<Links> => {
  const keys = new Map(
    targets.map((row) => [
      Number(row.id),
      `${row.documentId}/${versionKey(tellsStatus ? row : { ...row, status: null })}`,
    ])
  );
  const found: LinkRow[][] = [];
  for (const ids of chunk([...keys.keys()], CHUNK)) {
    for (const ownerIds of owners === null ? [null] : chunk(owners, CHUNK)) {
      const query = strapi.db
        .getConnection(links.table)
        .transacting(trx)
        .where(links.filter)
        .whereIn(links.targetColumn, ids)
        .select({
          owner: links.ownerColumn,
          target: links.targetColumn,
          ...(links.orderColumn ? { position: links.orderColumn } : {}),
        });
      if (links.targetTypeColumn) {
        void query.where(links.targetTypeColumn, targetType);
      }
      if (ownerIds) {
        void query.whereIn(links.ownerColumn, ownerIds);
      }
      found.push((await query) as LinkRow[]);
    }
  }

  const places = new Map<number, Map<string, number | null>>();
  for (const { owner, target, position } of sortBy(found.flat(), 'position')) {
    const key = keys.get(Number(target));
    const ofOwner = places.get(Number(owner)) ?? new Map<string, number | null>();
    if (key !== undefined && !ofOwner.has(key)) {
      ofOwner.set(key, position ?? null);
    }
    places.set(Number(owner), ofOwner);
  }
  return new Map(
    [...places].map(([owner, ofOwner]) => [owner, JSON.stringify([...ofOwner].sort())])
  );
};

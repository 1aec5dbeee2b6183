import { groupBy } from 'lodash';

import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';

import { type VersionRow, selectVersionsIn } from './version-rows';
import { findSchema, getReferenceGraph } from '../documents';
import { inChunks } from '../platform';

/** A version of a document, and the attribute of it within which something lies. */
export interface Owner {
  contentType: string;
  version: VersionRow;
  attribute: string;
}

/**
 * The document versions that rows belong to: themselves when they are of a content type; for
 * components, whatever holds the component that holds them, up to the document.
 * @param attribute of the rows; for a component, the document's own attribute takes its place
 */
export const findOwners = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  uid: string,
  attribute: string,
  ids: number[]
): Promise<Owner[]> => {
  if (ids.length === 0) {
    return [];
  }
  if (findSchema(strapi, uid)) {
    const versions = await selectVersionsIn(strapi, uid, 'id', ids, trx);
    return versions.map((version) => ({ contentType: uid, version, attribute }));
  }
  const owners: Owner[][] = [];
  for (const parent of getReferenceGraph(strapi).parents.get(uid) ?? []) {
    const rows = await inChunks(ids, (part) =>
      strapi.db
        .getConnection(parent.table)
        .transacting(trx)
        .where(parent.typeColumn, uid)
        .whereIn(parent.componentColumn, part)
        .select<{ id: number; field: string }[]>({ id: parent.parentColumn, field: 'field' })
    );
    for (const [field, ofField] of Object.entries(groupBy(rows, 'field'))) {
      const parentIds = ofField.map(({ id }) => id);
      owners.push(await findOwners(strapi, trx, parent.parent, field, parentIds));
    }
  }
  return owners.flat();
};

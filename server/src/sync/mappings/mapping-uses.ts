import type { Core } from '@strapi/strapi';

import { findMappingRows } from './mapping-store';
import { findProducers } from '../producer-store';
import type { MappingUse } from '../../protocol';

const toUse = (
  kind: MappingUse['kind'],
  { documentId, name }: { documentId: string; name: string }
): MappingUse => ({ kind, documentId, name });

/** Producers and mappings that name a mapping, a given up subscription too. */
export const findUses = async (strapi: Core.Strapi, documentId: string): Promise<MappingUse[]> => {
  const producers = (await findProducers(strapi)).filter(({ subscriptions }) =>
    subscriptions.some(({ mapping }) => mapping?.documentId === documentId)
  );
  const mappings = (await findMappingRows(strapi)).filter(
    (row) =>
      row.documentId !== documentId &&
      row.fields.some(({ mapping }) => mapping?.documentId === documentId)
  );
  return [
    ...producers.map((row) => toUse('producer', row)),
    ...mappings.map((row) => toUse('mapping', row)),
  ];
};

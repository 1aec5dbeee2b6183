import { NEW_ROW, mappingTypeFor, type RowValues } from './mappingForm';
import { holdsOf, kindOf } from './shapes';

import type { AttributeShape, Mapping, TypeShape } from '../../../../server/src/protocol';

const isIn = (types: string[] | null, uid: string) => types === null || types.includes(uid);

/** The mapping that fills the field from the other one, if there is only one. */
const findOnly = (mappings: Mapping[], to: AttributeShape, from: AttributeShape): string | null => {
  const fitting = mappings.filter(
    ({ localContentType, remoteContentType }) =>
      isIn(holdsOf(to), localContentType) && isIn(holdsOf(from), remoteContentType)
  );
  return fitting.length === 1 ? (fitting[0]?.documentId ?? null) : null;
};

/** Rows for the fields that both sides have by one name, and that no row fills yet. */
export const rowsByEqualNames = (
  local: TypeShape,
  remote: TypeShape,
  rows: RowValues[],
  mappings: Mapping[]
): RowValues[] =>
  local.attributes.flatMap((to): RowValues[] => {
    const from = remote.attributes.find(({ name }) => name === to.name);
    if (
      !from ||
      kindOf(from) !== kindOf(to) ||
      rows.some(({ localField }) => localField === to.name)
    ) {
      return [];
    }
    const mappingType = mappingTypeFor(to);
    return [
      {
        ...NEW_ROW,
        localField: to.name,
        remoteField: from.name,
        mappingType,
        mapping: mappingType === null ? null : findOnly(mappings, to, from),
      },
    ];
  });

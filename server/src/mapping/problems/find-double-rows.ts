import type { FieldPlan, RowPlan } from '../plan';
import type { FieldMapping, MappingProblem } from '../../protocol';

/** A row as it is given, and what it comes to; null when it has errors of its own. */
interface Candidate {
  row: FieldMapping;
  plan: RowPlan | null;
}

/** Whether each is for entries of its own type, in one remote list that holds many types. */
const areAlternatives = (one: Candidate, other: Candidate): boolean => {
  const [a, b] = [one.plan, other.plan];
  if (!a || !b) {
    return (
      one.row.mappingType !== null &&
      one.row.remoteField === other.row.remoteField &&
      one.row.mapping !== other.row.mapping
    );
  }
  if (a.kind !== b.kind || (a.kind !== 'components' && a.kind !== 'references')) {
    return false;
  }
  const [from, otherFrom] = [a.from, 'from' in b ? b.from : null];
  const [mapping, otherMapping] = [a.mapping, 'mapping' in b ? b.mapping : null];
  return (
    from.name === otherFrom?.name &&
    (from.type === 'dynamiczone' || from.target === null) &&
    mapping?.remoteContentType !== otherMapping?.remoteContentType
  );
};

/** Rows that fill a field which another row fills. */
export const findDoubleRows = (
  rows: FieldMapping[],
  plans: (RowPlan | null)[]
): MappingProblem[] => {
  const candidates = rows.map((row, index) => ({ row, plan: plans[index] ?? null }));
  return candidates.flatMap((candidate, index): MappingProblem[] => {
    const { localField } = candidate.row;
    const first = candidates
      .slice(0, index)
      .findIndex(
        (other) => other.row.localField === localField && !areAlternatives(other, candidate)
      );
    return first === -1
      ? []
      : [
          {
            severity: 'error',
            row: index,
            field: 'localField',
            message:
              `Row ${first + 1} fills ${localField} already. Keep one of the two: only entries of ` +
              'a dynamic zone or of a polymorphic relation have a row for each type.',
          },
        ];
  });
};

/** Rows that share a local field, and of which more than one has a default value for it. */
export const findSecondDefaults = (fields: FieldPlan[]): MappingProblem[] =>
  fields.flatMap(({ localField, rows }) =>
    rows
      .filter(({ fallback }) => fallback !== null)
      .slice(1)
      .map(({ row }) => ({
        severity: 'error',
        row,
        field: 'defaultValue',
        message: `Another row has the default value of ${localField}. Keep one.`,
      }))
  );

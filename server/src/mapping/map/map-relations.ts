import {
  type PlanOf,
  type Scope,
  asList,
  convert,
  evaluate,
  fallbackOf,
  nothingFor,
  placeOf,
  takeEntries,
} from './scope';
import { isEmpty, isList, readField } from '../fields';
import type { MappedField, MappedTarget } from '../mapped-fields';
import type { FilterPlan } from '../plan';
import { type JsonValue, type Reference, isReference } from '../../protocol';

/** null: no row is for documents of this type. */
const toTarget = (rows: PlanOf<'references'>[], reference: Reference): MappedTarget | null => {
  const row = rows.find(
    ({ mapping }) => mapping === null || mapping.remoteContentType === reference.contentType
  );
  return row
    ? {
        kind: 'remote',
        reference,
        mapping: row.mapping?.documentId ?? null,
        localContentType: row.mapping?.localContentType ?? reference.contentType,
      }
    : null;
};

/**
 * @param rows one for each content type of a polymorphic relation
 * @throws MappingError
 */
export const mapReferences = (
  scope: Scope,
  rows: [PlanOf<'references'>, ...PlanOf<'references'>[]]
): MappedField => {
  const [first] = rows;
  const value = readField(scope.doc, first.from.name);
  if (isEmpty(value)) {
    return fallbackOf(rows) ?? nothingFor(first.to);
  }
  const targets = asList(value)
    .filter(isReference)
    .map((reference) => toTarget(rows, reference))
    .filter((target) => target !== null);
  return { kind: 'targets', many: isList(first.to), targets: takeEntries(scope, first, targets) };
};

const readFilter = async (
  scope: Scope,
  row: PlanOf<'lookup'>,
  { of, source }: FilterPlan
): Promise<[string, JsonValue]> => {
  const value =
    source.kind === 'field'
      ? readField(scope.doc, source.from.name)
      : await evaluate(scope, row, source.expression);
  const from = source.kind === 'field' ? source.from : { type: 'json' };
  return [of.name, isEmpty(value) ? null : convert(scope, row, value, from, of)];
};

/**
 * Nothing is looked for when the remote field is empty, or all that it would be found by.
 * @throws MappingError
 */
export const mapLookup = async (scope: Scope, row: PlanOf<'lookup'>): Promise<MappedField> => {
  const { from, mapping, to, fallback } = row;
  const nothing = fallback ?? nothingFor(to);
  if (from && isEmpty(readField(scope.doc, from.name))) {
    return nothing;
  }
  const filters: [string, JsonValue][] = [];
  for (const filter of row.filters) {
    filters.push(await readFilter(scope, row, filter));
  }
  if (filters.every(([, value]) => value === null)) {
    return nothing;
  }
  return {
    kind: 'targets',
    many: isList(to),
    targets: [
      {
        kind: 'lookup',
        remoteContentType: mapping.remoteContentType,
        filters: Object.fromEntries(filters),
        mapping: mapping.documentId,
        localContentType: mapping.localContentType,
        place: placeOf(scope, row),
      },
    ],
  };
};

/** Carries out what the rows of a mapping come to, for one document or component. */
import { mapLookup, mapReferences } from './map-relations';
import { mapTransform, mapValue } from './map-values';
import {
  type MappingPlan,
  type PlanOf,
  type Scope,
  asList,
  fallbackOf,
  nothingFor,
  takeEntries,
} from './scope';
import { isEmpty, isList, readField } from '../fields';
import type { MappedComponent, MappedField, MappedFields } from '../mapped-fields';
import type { FieldPlan, RowPlan } from '../plan';
import { type DocumentFields, type JsonValue, isFields } from '../../protocol';

/** A remote component with the mapping that is for it. */
interface Entry {
  plan: MappingPlan;
  doc: DocumentFields;
}

/** null: no row is for this component. */
const toEntry = (scope: Scope, rows: PlanOf<'components'>[], value: JsonValue): Entry | null => {
  if (!isFields(value)) {
    return null;
  }
  const { __component: marker, ...doc } = value;
  const row = rows.find(
    ({ from, mapping }) =>
      mapping.remoteContentType === (from.type === 'dynamiczone' ? marker : from.component)
  );
  const plan = row && scope.plan.components.get(row.mapping.documentId);
  return plan ? { plan, doc } : null;
};

/** @param rows one for each component of a remote dynamic zone */
const mapComponents = async (
  scope: Scope,
  rows: [PlanOf<'components'>, ...PlanOf<'components'>[]]
): Promise<MappedField> => {
  const [first] = rows;
  const { from, to } = first;
  const value = readField(scope.doc, from.name);
  if (isEmpty(value)) {
    return fallbackOf(rows) ?? nothingFor(to);
  }
  const wanted = asList(value)
    .map((entry) => toEntry(scope, rows, entry))
    .filter((entry) => entry !== null);
  const entries: MappedComponent[] = [];
  for (const { plan, doc } of takeEntries(scope, first, wanted)) {
    const place = isList(to) ? `${to.name}.${entries.length}` : to.name;
    entries.push({
      component: to.type === 'dynamiczone' ? plan.mapping.localContentType : null,
      fields: await mapFields({ plan, doc, path: `${scope.path}${place}.` }, plan.fields),
    });
  }
  return { kind: 'components', many: isList(to), entries };
};

const hasKind =
  <Kind extends RowPlan['kind']>(kind: Kind) =>
  (row: RowPlan): row is PlanOf<Kind> =>
    row.kind === kind;

const mapField = async (scope: Scope, { rows }: FieldPlan): Promise<MappedField> => {
  const [row, ...others] = rows;
  switch (row.kind) {
    case 'constant':
      return row.value;
    case 'value':
      return mapValue(scope, row);
    case 'transform':
      return mapTransform(scope, row);
    case 'lookup':
      return mapLookup(scope, row);
    case 'references':
      return mapReferences(scope, [row, ...others.filter(hasKind('references'))]);
    case 'components':
      return mapComponents(scope, [row, ...others.filter(hasKind('components'))]);
  }
};

/**
 * The fields by name, each as its rows make it of the scope's document.
 * @throws MappingError
 */
export const mapFields = async (scope: Scope, fields: FieldPlan[]): Promise<MappedFields> => {
  const mapped: [string, MappedField][] = [];
  for (const field of fields) {
    mapped.push([field.localField, await mapField(scope, field)]);
  }
  return Object.fromEntries(mapped);
};

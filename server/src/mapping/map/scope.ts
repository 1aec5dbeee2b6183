/** One document or component under way, and what can be done with any row of its mapping. */
import type { ScalarShape } from '../codecs';
import type { CompiledExpression } from '../context';
import { convertValue } from '../convert-value';
import { isList } from '../fields';
import type { MappedField } from '../mapped-fields';
import { MappingError, type RowPlace } from '../mapping-error';
import type { FieldPlan, RowPlan } from '../plan';
import type { AttributeShape, DocumentFields, JsonValue, MappingDefinition } from '../../protocol';

/** A mapping with what its rows come to, and the mappings of the components within. */
export interface MappingPlan {
  mapping: MappingDefinition;
  fields: FieldPlan[];
  /** By documentId of the mapping. */
  components: ReadonlyMap<string, MappingPlan>;
}

export interface Scope {
  plan: MappingPlan;
  doc: DocumentFields;
  /** Where the fields belong in the local document, such as `lines.2.`; empty: they are its own. */
  path: string;
}

export type PlanOf<Kind extends RowPlan['kind']> = Extract<RowPlan, { kind: Kind }>;

export const placeOf = ({ plan, path }: Scope, { row, to }: RowPlan): RowPlace => ({
  mappingName: plan.mapping.name,
  row,
  localField: to.name,
  remoteField: plan.mapping.fields[row]?.remoteField ?? null,
  path: `${path}${to.name}`,
});

/** Rows that work a value out. */
type Working = 'value' | 'transform' | 'lookup';

const REMEDIES: Record<Working, string> = {
  value: 'Correct it on the producer, or give the row a transform.',
  transform: 'Change the transform.',
  lookup: 'Change the remote value filters.',
};

/** @throws MappingError */
export const convert = (
  scope: Scope,
  row: PlanOf<Working>,
  value: JsonValue,
  from: ScalarShape,
  to: ScalarShape
): JsonValue => {
  const conversion = convertValue(value, from, to);
  if (conversion.kind === 'refused') {
    throw new MappingError(placeOf(scope, row), `${conversion.reason}. ${REMEDIES[row.kind]}`);
  }
  return conversion.value;
};

/** @throws MappingError */
export const evaluate = async (
  scope: Scope,
  row: PlanOf<Working>,
  expression: CompiledExpression
): Promise<JsonValue> => {
  try {
    return await expression.evaluate({ doc: scope.doc });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new MappingError(
      placeOf(scope, row),
      `its expression failed (${reason}). ${REMEDIES[row.kind]}`
    );
  }
};

export const asList = (value: JsonValue): JsonValue[] => {
  if (Array.isArray(value)) {
    return value;
  }
  return value === null ? [] : [value];
};

/**
 * The entries for a field, which are too many if it takes one.
 * @throws MappingError
 */
export const takeEntries = <T>(scope: Scope, row: RowPlan, entries: T[]): T[] => {
  if (entries.length > 1 && !isList(row.to)) {
    throw new MappingError(
      placeOf(scope, row),
      `the producer has ${entries.length} entries, and the field takes one. Leave one there, or ` +
        'map it into a field that is a list.'
    );
  }
  return entries;
};

/** The default value of a field that rows share. */
export const fallbackOf = (rows: RowPlan[]): MappedField | null =>
  rows.find(({ fallback }) => fallback !== null)?.fallback ?? null;

/** What a field without anything in it holds. */
export const nothingFor = (to: AttributeShape): MappedField => {
  const many = isList(to);
  switch (to.type) {
    case 'relation':
    case 'media':
      return { kind: 'targets', many, targets: [] };
    case 'component':
    case 'dynamiczone':
      return { kind: 'components', many, entries: [] };
    default:
      return { kind: 'value', value: null };
  }
};

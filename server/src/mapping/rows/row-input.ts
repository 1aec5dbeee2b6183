import type { CompiledExpression, MappingContext } from '../context';
import type { MappedField } from '../mapped-fields';
import type { Reads, RowPlan } from '../plan';
import type { AttributeShape, FieldMapping, MappingProblem, TypeShape } from '../../protocol';

export type RowProperty = keyof FieldMapping;

/** One row, with what its names stand for. */
export interface RowInput {
  context: MappingContext;
  remoteType: TypeShape;
  row: FieldMapping;
  to: AttributeShape;
  /** null: the row names no remote field. */
  from: AttributeShape | null;
  fallback: MappedField | null;
  /** Tells whoever edits the mapping about a property of the row. */
  report: (severity: MappingProblem['severity'], field: RowProperty, message: string) => void;
}

type Particular<T> = T extends unknown ? Omit<T, 'row' | 'to' | 'fallback'> : never;

/** What is particular to a kind of row; null: it cannot work, as is reported. */
export type RowReading = Particular<RowPlan> | null;

/** A reader of rows that fill local fields of one kind. */
export type ReadRow = (input: RowInput) => RowReading;

const KINDS: Record<string, string> = {
  component: 'a component',
  dynamiczone: 'a dynamic zone',
  relation: 'a relation',
  media: 'a media field',
};

/** `price, a field of type decimal` or `author, a relation`. */
export const introduce = ({ name, type }: AttributeShape): string =>
  `${name}, ${KINDS[type] ?? `a field of type ${type}`}`;

const LABELS: Record<RowProperty, string> = {
  localField: 'local field',
  remoteField: 'remote field',
  mappingType: 'mapping type',
  mapping: 'mapping',
  remoteValueFilters: 'remote value filters',
  defaultValue: 'default value',
  transform: 'transform',
};

/** Reports those of the properties that are given: they mean nothing for this row. */
export const refuseGiven = (
  { row, report }: RowInput,
  properties: RowProperty[],
  why: string
): boolean => {
  const given = properties.filter((property) => row[property] !== null);
  given.forEach((property) =>
    report('error', property, `Leave the ${LABELS[property]} empty: ${why}.`)
  );
  return given.length > 0;
};

/** null: it does not compile, as is reported. */
export const compileExpression = (
  { context, remoteType, report }: RowInput,
  property: RowProperty,
  source: string
): CompiledExpression | null => {
  try {
    return context.compile(source, remoteType);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    report('error', property, `Correct the expression ${source}: ${reason}`);
    return null;
  }
};

/** Everything that any of these depends on. */
export const joinReads = (all: Reads[]): Reads =>
  all.includes('anything')
    ? 'anything'
    : new Set(all.flatMap((reads) => (reads === 'anything' ? [] : [...reads])));

export const readsOf = ({ reads }: CompiledExpression): Reads =>
  reads === undefined ? 'anything' : new Set(reads);

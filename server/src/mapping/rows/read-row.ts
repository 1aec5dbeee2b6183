import { readComponentRow } from './read-component-row';
import { readMediaRow } from './read-media-row';
import { readRelationRow } from './read-relation-row';
import { readValueRow } from './read-value-row';
import { type ReadRow, type RowInput, type RowReading, introduce } from './row-input';
import type { MappingContext } from '../context';
import { type FieldKind, findField, findRemoteField, kindOf } from '../fields';
import type { RowPlan } from '../plan';
import { readDefault } from '../read-default';
import type { FieldMapping, MappingProblem, MappingType, TypeShape } from '../../protocol';

const READERS: Record<FieldKind, ReadRow> = {
  scalar: readValueRow,
  component: readComponentRow,
  relation: readRelationRow,
  media: readMediaRow,
};

const MAPPING_TYPE_OF: Partial<Record<FieldKind, MappingType>> = {
  component: 'component',
  relation: 'document',
};

const WHAT_FILLS: Record<FieldKind, string> = {
  scalar: 'a remote field, a default value or a transform',
  component: 'a remote field and a mapping of components, or a default value',
  relation: 'a mapping with a remote field or remote value filters, or a default value',
  media: 'a remote media field, or a default value',
};

/** A row that names nothing of the producer: its default value is the value. */
const isConstant = (row: FieldMapping): boolean =>
  row.remoteField === null &&
  row.transform === null &&
  row.mapping === null &&
  row.remoteValueFilters === null;

const readConstant = ({ row, to, fallback, report }: RowInput): RowReading => {
  const kind = kindOf(to);
  if (fallback === null) {
    report('error', 'remoteField', `Nothing fills ${introduce(to)}: choose ${WHAT_FILLS[kind]}.`);
    return null;
  }
  if (row.mappingType !== null && row.mappingType !== MAPPING_TYPE_OF[kind]) {
    report(
      'error',
      'mappingType',
      `The row fills ${introduce(to)} with its default value: leave the mapping type empty.`
    );
    return null;
  }
  return { kind: 'constant', value: fallback, reads: new Set() };
};

/** An empty object is no filter. */
const normalize = (row: FieldMapping): FieldMapping => ({
  ...row,
  remoteValueFilters:
    Object.keys(row.remoteValueFilters ?? {}).length === 0 ? null : row.remoteValueFilters,
});

export interface ReadRowResult {
  /** null: the row cannot work. */
  plan: RowPlan | null;
  problems: MappingProblem[];
}

/**
 * Reads a row against the types of both sides.
 * @param remoteType null when the producer's type is not known: only what is local is looked at
 */
export const readRow = (
  context: MappingContext,
  types: { local: TypeShape; remote: TypeShape | null },
  given: FieldMapping,
  index: number
): ReadRowResult => {
  const row = normalize(given);
  const problems: MappingProblem[] = [];
  const report: RowInput['report'] = (severity, field, message) =>
    problems.push({ severity, row: index, field, message });
  const failed = { plan: null, problems };

  const to = findField(types.local, row.localField);
  if (!to) {
    report(
      'error',
      'localField',
      `${types.local.uid} of this site has no field ${row.localField} that can be received. Choose ` +
        'one of its fields; passwords and private fields are never received.'
    );
    return failed;
  }
  const reading = readDefault(row.defaultValue, to, context.local);
  if (reading.kind === 'refused') {
    report(
      'error',
      'defaultValue',
      `The default value does not fit ${introduce(to)}: ${reading.reason}.`
    );
    return failed;
  }
  const fallback = reading.kind === 'read' ? reading.field : null;
  if (fallback && to.unique) {
    report(
      'warning',
      'defaultValue',
      `${to.name} must be unique, so that only one document can have the default value.`
    );
  }
  if (!types.remote) {
    return failed;
  }
  const from = row.remoteField === null ? null : findRemoteField(types.remote, row.remoteField);
  if (row.remoteField !== null && !from) {
    report(
      'error',
      'remoteField',
      `${types.remote.uid} of the producer has no field ${row.remoteField}, or does not send it. ` +
        'Choose one of its fields.'
    );
    return failed;
  }
  const input = { context, remoteType: types.remote, row, to, from, fallback, report };
  const particular = isConstant(row) ? readConstant(input) : READERS[kindOf(to)](input);
  return particular ? { plan: { row: index, to, fallback, ...particular }, problems } : failed;
};

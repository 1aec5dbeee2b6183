import { type RowInput, compileExpression, introduce } from './row-input';
import { canConvert } from '../convert-value';
import { findRemoteField, findType, kindOf } from '../fields';
import type { FilterPlan, FilterSource, InnerMapping } from '../plan';
import type { AttributeShape, TypeShape } from '../../protocol';

const EXPRESSION = 'eval:';

/** Facts that the producer can be asked by. */
const isSearchable = (field: AttributeShape): boolean =>
  kindOf(field) === 'scalar' && !['json', 'blocks'].includes(field.type) && field.name !== 'locale';

const readKey = ({ report }: RowInput, type: TypeShape, name: string): AttributeShape | null => {
  const key = findRemoteField(type, name);
  if (!key || !isSearchable(key)) {
    const why = key
      ? `Documents cannot be found by ${introduce(key)}`
      : `${type.uid} of the producer has no field ${name} to filter by`;
    report('error', 'remoteValueFilters', `${why}. Filter by a scalar field of ${type.uid}.`);
    return null;
  }
  return key;
};

const readSource = (input: RowInput, key: AttributeShape, value: string): FilterSource | null => {
  const { remoteType, report } = input;
  if (value.startsWith(EXPRESSION)) {
    const source = value.slice(EXPRESSION.length).trim();
    const expression = compileExpression(input, 'remoteValueFilters', source);
    return expression ? { kind: 'expression', expression } : null;
  }
  const from = findRemoteField(remoteType, value);
  if (!from) {
    report(
      'error',
      'remoteValueFilters',
      `The filter ${key.name} takes its value from ${value}, which ${remoteType.uid} does not ` +
        `have. Name one of its fields, or write an expression as ${EXPRESSION}"${value}".`
    );
    return null;
  }
  if (kindOf(from) !== 'scalar' || !canConvert(from, key)) {
    report(
      'error',
      'remoteValueFilters',
      `The filter ${introduce(key)}, takes its value from ${introduce(from)}, and that never ` +
        `fits. Name another field, or write an expression that begins with ${EXPRESSION}.`
    );
    return null;
  }
  return { kind: 'field', from };
};

/** How the one remote document is found; null: it cannot be, as is reported. */
export const readFilters = (input: RowInput, mapping: InnerMapping): FilterPlan[] | null => {
  const { context, row, report } = input;
  const { remoteContentType } = mapping;
  const type = findType(context.remote, remoteContentType);
  if (!type) {
    report(
      'error',
      'mapping',
      `The producer has no ${remoteContentType}, which the mapping "${mapping.name}" is for, or ` +
        'does not show it to this site.'
    );
    return null;
  }
  const given = Object.entries(row.remoteValueFilters ?? {});
  const plans = given.flatMap(([name, value]): FilterPlan[] => {
    const key = readKey(input, type, name);
    const source = key ? readSource(input, key, value) : null;
    return key && source ? [{ of: key, source }] : [];
  });
  return plans.length === given.length ? plans : null;
};

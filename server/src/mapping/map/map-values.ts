import { type PlanOf, type Scope, convert, evaluate, nothingFor } from './scope';
import { isEmpty, readField } from '../fields';
import type { MappedField } from '../mapped-fields';
import type { AttributeShape, JsonValue } from '../../protocol';

const PLAIN_TEXT = ['string', 'text', 'richtext'];

/** An empty text or list stays one where the local field has such values too. */
const emptyValue = (value: JsonValue, from: AttributeShape, to: AttributeShape): MappedField => {
  const stays =
    from.type === to.type || (PLAIN_TEXT.includes(from.type) && PLAIN_TEXT.includes(to.type));
  return { kind: 'value', value: stays ? value : null };
};

/** @throws MappingError */
export const mapValue = (scope: Scope, row: PlanOf<'value'>): MappedField => {
  const value = readField(scope.doc, row.from.name);
  return isEmpty(value)
    ? (row.fallback ?? emptyValue(value, row.from, row.to))
    : { kind: 'value', value: convert(scope, row, value, row.from, row.to) };
};

/** @throws MappingError */
export const mapTransform = async (
  scope: Scope,
  row: PlanOf<'transform'>
): Promise<MappedField> => {
  const value = await evaluate(scope, row, row.expression);
  return isEmpty(value)
    ? (row.fallback ?? nothingFor(row.to))
    : { kind: 'value', value: convert(scope, row, value, { type: 'json' }, row.to) };
};

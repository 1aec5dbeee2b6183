import {
  type ReadRow,
  compileExpression,
  introduce,
  refuseGiven,
  readsOf,
  joinReads,
} from './row-input';
import { canConvert, lackingValues } from '../convert-value';
import { kindOf } from '../fields';
import { list } from '../sentences';

/** Rows that fill a scalar field. */
export const readValueRow: ReadRow = (input) => {
  const { row, to, from, report } = input;
  if (
    refuseGiven(
      input,
      ['mappingType', 'mapping', 'remoteValueFilters'],
      `the row fills ${introduce(to)}, which needs none`
    )
  ) {
    return null;
  }
  if (row.transform !== null) {
    const expression = compileExpression(input, 'transform', row.transform);
    const named = new Set(from ? [from.name] : []);
    return expression
      ? { kind: 'transform', expression, reads: joinReads([readsOf(expression), named]) }
      : null;
  }
  if (!from) {
    return null;
  }
  if (kindOf(from) !== 'scalar' || !canConvert(from, to)) {
    report(
      'error',
      'remoteField',
      `The remote field is ${introduce(from)}, which can never become ${introduce(to)}. Choose ` +
        'another one, or compute the value with a transform.'
    );
    return null;
  }
  const lacking = lackingValues(from, to);
  if (lacking.length > 0) {
    report(
      'warning',
      'remoteField',
      `Documents fail in which ${from.name} is ${list(lacking)}: ${introduce(to)}, cannot ` +
        'hold it. Add it there, or give the row a transform.'
    );
  }
  return { kind: 'value', from, reads: new Set([from.name]) };
};

import { findInnerMapping } from './find-inner-mapping';
import { type ReadRow, introduce, refuseGiven } from './row-input';
import { warnOfLists } from './warn-of-lists';
import { componentsIn, kindOf } from '../fields';
import { list } from '../sentences';

/**
 * Rows that fill a component or dynamic zone by a mapping of two components. Of a dynamic zone,
 * each row is for the entries of one component.
 */
export const readComponentRow: ReadRow = (input) => {
  const { to, from, report } = input;
  const isRefused = refuseGiven(
    input,
    ['remoteValueFilters', 'transform'],
    `the row fills ${introduce(to)}, which the fields of its mapping fill`
  );
  const mapping = findInnerMapping(input, 'component', componentsIn(to));
  if (!from) {
    report(
      'error',
      'remoteField',
      `Choose the remote component or dynamic zone that ${to.name} comes from.`
    );
    return null;
  }
  if (kindOf(from) !== 'component') {
    report(
      'error',
      'remoteField',
      `The remote field is ${introduce(from)}, which can never become ${introduce(to)}. Choose a ` +
        'component or a dynamic zone.'
    );
    return null;
  }
  if (isRefused || !mapping) {
    return null;
  }
  const components = componentsIn(from);
  if (!components.includes(mapping.remoteContentType)) {
    report(
      'error',
      'mapping',
      `The mapping "${mapping.name}" is for ${mapping.remoteContentType}, which ${from.name} does ` +
        `not hold. Choose one for ${list(components, ' or ')}.`
    );
    return null;
  }
  warnOfLists(input, from);
  return { kind: 'components', from, mapping, reads: new Set([from.name]) };
};

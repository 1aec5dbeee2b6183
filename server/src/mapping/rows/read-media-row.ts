import { type ReadRow, introduce, refuseGiven } from './row-input';
import { warnOfLists } from './warn-of-lists';
import { kindOf } from '../fields';

/** Rows that fill a media field: files come with the documents that show them. */
export const readMediaRow: ReadRow = (input) => {
  const { to, from, report } = input;
  if (
    refuseGiven(
      input,
      ['mappingType', 'mapping', 'remoteValueFilters', 'transform'],
      `the row fills ${introduce(to)}, and files come as they are`
    ) ||
    !from
  ) {
    return null;
  }
  if (kindOf(from) !== 'media') {
    report(
      'error',
      'remoteField',
      `The remote field is ${introduce(from)}, which can never become ${introduce(to)}. Choose a ` +
        'media field.'
    );
    return null;
  }
  warnOfLists(input, from);
  return { kind: 'references', from, mapping: null, reads: new Set([from.name]) };
};

import { findInnerMapping } from './find-inner-mapping';
import { readFilters } from './read-filters';
import {
  type ReadRow,
  type RowInput,
  type RowReading,
  introduce,
  joinReads,
  readsOf,
  refuseGiven,
} from './row-input';
import { warnOfLists } from './warn-of-lists';
import { kindOf } from '../fields';
import type { InnerMapping } from '../plan';
import type { AttributeShape } from '../../protocol';

/** Users are matched by e-mail on both sides: nothing of them is mapped. */
const areSameUsers = (from: AttributeShape, to: AttributeShape): boolean =>
  from.matchedByEmail === true && to.matchedByEmail === true && from.target === to.target;

const readReference = (
  input: RowInput,
  from: AttributeShape | null,
  mapping: InnerMapping
): RowReading => {
  const { report } = input;
  if (!from || kindOf(from) === 'scalar') {
    report(
      'error',
      'remoteValueFilters',
      `A filter is missing: say by which fields the one ${mapping.remoteContentType} is found, as ` +
        'in { "name": "customerName" }.'
    );
    return null;
  }
  if (from.target !== null && from.target !== mapping.remoteContentType) {
    report(
      'error',
      'mapping',
      `The mapping "${mapping.name}" is for ${mapping.remoteContentType}, and ${from.name} refers ` +
        `to ${from.target}. Choose a mapping for that.`
    );
    return null;
  }
  warnOfLists(input, from);
  return { kind: 'references', from, mapping, reads: new Set([from.name]) };
};

const readLookup = (
  input: RowInput,
  from: AttributeShape | null,
  mapping: InnerMapping
): RowReading => {
  if (from?.type === 'relation' && from.target === mapping.remoteContentType) {
    refuseGiven(
      input,
      ['remoteValueFilters'],
      `${from.name} refers to ${from.target} already, so that nothing needs to be found`
    );
    return null;
  }
  const filters = readFilters(input, mapping);
  return filters
    ? {
        kind: 'lookup',
        from,
        mapping,
        filters,
        reads: joinReads([
          new Set(from ? [from.name] : []),
          ...filters.map(({ source }) =>
            source.kind === 'field' ? new Set([source.from.name]) : readsOf(source.expression)
          ),
        ]),
      }
    : null;
};

/**
 * Rows that fill a relation: with the documents that a remote relation refers to, or with the one
 * that the filters find; either way the mapping makes them local.
 */
export const readRelationRow: ReadRow = (input) => {
  const { row, to, from, report } = input;
  const isRefused = refuseGiven(
    input,
    ['transform'],
    `the row fills ${introduce(to)}, which is mapped or looked up`
  );
  if (from && ['component', 'media'].includes(kindOf(from))) {
    report(
      'error',
      'remoteField',
      `The remote field is ${introduce(from)}, which can never become ${introduce(to)}. Choose a ` +
        'relation, or a field that says which document is meant.'
    );
    return null;
  }
  if (from && areSameUsers(from, to) && row.mappingType === null && row.mapping === null) {
    warnOfLists(input, from);
    return { kind: 'references', from, mapping: null, reads: new Set([from.name]) };
  }
  const targets = typeof to.target === 'string' ? [to.target] : null;
  const mapping = findInnerMapping(input, 'document', targets);
  if (isRefused || !mapping) {
    return null;
  }
  return row.remoteValueFilters === null
    ? readReference(input, from, mapping)
    : readLookup(input, from, mapping);
};

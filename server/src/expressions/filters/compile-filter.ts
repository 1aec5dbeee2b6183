/**
 * Strapi's filter objects, judged on a document in memory with the meaning that they have in the
 * database (docs/conditions.md says where databases differ, and what holds here).
 */
import { isEqual, uniqWith } from 'lodash';

import { Budget } from '../budget';
import type { Shape } from '../shape';
import type { DocumentFields, JsonValue } from '../../protocol';
import { failAt } from './context';
import { compileRow } from './rows';
import { TRUE } from './truth';

export interface CompiledFilter {
  /**
   * Paths to relations and media of whose targets the filter asks more than `documentId` and
   * `locale`, such as `['author']` and `['lines', 'item']`, each after those it goes through. The
   * caller puts the targets' fields into the references; one to nothing is null.
   */
  readonly relations: readonly (readonly string[])[];
  /** @throws {ExpressionError} `too_expensive` */
  matches(doc: DocumentFields): boolean;
}

const MAX_FILTER_PARTS = 500;
const MAX_FILTER_DEPTH = 20;

/** @returns how many parts there are */
const assertSize = (filter: JsonValue, depth = 0): number => {
  const parts = typeof filter === 'object' && filter !== null ? Object.values(filter) : [];
  let count = 1;
  for (const part of parts) {
    count += depth >= MAX_FILTER_DEPTH ? Infinity : assertSize(part, depth + 1);
    if (count > MAX_FILTER_PARTS) {
      failAt(
        [],
        'too_complex',
        'The filter is too long or too deeply nested: register a function for it.'
      );
    }
  }
  return count;
};

/**
 * @throws {ExpressionError} for what Strapi would refuse, ignore, or leave to the database to refuse
 */
export const compileFilter = (filter: JsonValue, shape: Shape): CompiledFilter => {
  assertSize(filter);
  const relations: string[][] = [];
  const test = compileRow(filter, {
    shape,
    path: [],
    attributes: [],
    isTarget: false,
    need: (attributes) => relations.push([...attributes]),
  });

  return {
    relations: uniqWith(relations, isEqual),
    matches: (doc) => test === null || (test(doc, new Budget()) & TRUE) !== 0,
  };
};

/**
 * SQL's three truth values, and sets of them. A relation to many, or a repeatable component, is
 * joined: a filter holds for a document when it is true for some choice of one row for each relation
 * that it names. As each of these rows is looked at in one part of the filter only, it is enough to
 * know which values a part can have, over all of its rows.
 */
import type { Budget } from '../budget';

export const TRUE = 1;
export const FALSE = 2;
export const UNKNOWN = 4;
/** A set of truth values, as bits. */
export type Truths = number;
export const NONE: Truths = 0;
export const ANY: Truths = TRUE | FALSE | UNKNOWN;

/** How parts are joined: a value that decides alone ends the search. */
export interface Join {
  readonly join: (a: Truths, b: Truths) => Truths;
  readonly decisive: Truths;
}

export const truthOf = (value: boolean | null): Truths => {
  if (value === null) return UNKNOWN;
  return value ? TRUE : FALSE;
};

export const not = (truths: Truths): Truths =>
  (truths & UNKNOWN) | (truths & TRUE ? FALSE : 0) | (truths & FALSE ? TRUE : 0);

/** What two parts can be together, when either can be what it can, whatever the other is. */
export const and = (a: Truths, b: Truths): Truths => {
  const isTrue = a & b & TRUE;
  const isFalse = (a | b) & FALSE;
  const isUnknown = (a & UNKNOWN && b & ~FALSE) || (b & UNKNOWN && a & ~FALSE);
  return isTrue | isFalse | (isUnknown ? UNKNOWN : 0);
};

export const or = (a: Truths, b: Truths): Truths => not(and(not(a), not(b)));

export const ALL: Join = { join: and, decisive: FALSE };
export const SOME: Join = { join: or, decisive: TRUE };

/**
 * Joins tests of a row or of a value. Those that are null ask nothing: they are left out, and when
 * all of them are, so is what they are part of.
 */
export const joinTests = <Value>(
  { join, decisive }: Join,
  tests: readonly (((value: Value, budget: Budget) => Truths) | null)[]
): ((value: Value, budget: Budget) => Truths) | null => {
  const known = tests.filter((test) => test !== null);
  if (known.length < 2) {
    return known[0] ?? null;
  }
  return (value, budget) => {
    let truths = known[0](value, budget);
    for (let index = 1; index < known.length && truths !== decisive; index += 1) {
      truths = join(truths, known[index](value, budget));
    }
    return truths;
  };
};

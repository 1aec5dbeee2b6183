/** Operators on one value, as Strapi's query builder writes them in SQL. */
import { CHARACTERS_PER_STEP, type Budget } from '../budget';
import { doYouMean } from '../suggest';
import type { JsonValue } from '../../protocol';
import { type Column, type Comparable, toBoolean } from './columns';
import { failAt, isObject, type Path } from './context';
import {
  ALL,
  and,
  FALSE,
  joinTests,
  not,
  SOME,
  TRUE,
  type Truths,
  truthOf,
  UNKNOWN,
} from './truth';

/** A condition on one value. */
export type ValueTest = (value: Comparable | null, budget: Budget) => Truths;

type Comparison = (value: Comparable, operand: Comparable) => boolean;

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  $eq: (value, operand) => value === operand || isSameNumber(value, operand),
  $ne: (value, operand) => value !== operand && !isSameNumber(value, operand),
  $lt: (value, operand) => value < operand,
  $lte: (value, operand) => value <= operand,
  $gt: (value, operand) => value > operand,
  $gte: (value, operand) => value >= operand,
};

/** A number and a bigint are never equal by strict equality. */
const isSameNumber = (a: Comparable, b: Comparable): boolean =>
  typeof a !== 'string' && typeof b !== 'string' && !(a < b) && !(a > b);

interface TextOperator {
  test: (text: string, operand: string) => boolean;
  /** Upper and lower case are the same. */
  ignoresCase?: boolean;
  isNegated?: boolean;
  /** Null as an operand asks for null, as `$eq` and `$ne`. */
  ofNull?: boolean;
}

const isEqual = (text: string, operand: string) => text === operand;
const contains = (text: string, operand: string) => text.includes(operand);
const startsWith = (text: string, operand: string) => text.startsWith(operand);
const endsWith = (text: string, operand: string) => text.endsWith(operand);

const TEXT_OPERATORS: Readonly<Record<string, TextOperator>> = {
  $eqi: { test: isEqual, ignoresCase: true, ofNull: true },
  $nei: { test: isEqual, ignoresCase: true, isNegated: true, ofNull: true },
  $contains: { test: contains },
  $notContains: { test: contains, isNegated: true },
  $containsi: { test: contains, ignoresCase: true },
  $notContainsi: { test: contains, ignoresCase: true, isNegated: true },
  $startsWith: { test: startsWith },
  $startsWithi: { test: startsWith, ignoresCase: true },
  $endsWith: { test: endsWith },
  $endsWithi: { test: endsWith, ignoresCase: true },
};

const OTHER_OPERATORS = ['$not', '$in', '$notIn', '$null', '$notNull', '$between'];
/** Operators of one value. */
export const VALUE_OPERATORS: readonly string[] = [
  ...Object.keys(COMPARISONS),
  ...Object.keys(TEXT_OPERATORS),
  ...OTHER_OPERATORS,
];
export const GROUP_OPERATORS: readonly string[] = ['$and', '$or'];

const isNull: ValueTest = (value) => truthOf(value === null);
const isNotNull: ValueTest = (value) => truthOf(value !== null);

const negate =
  (test: ValueTest): ValueTest =>
  (value, budget) =>
    not(test(value, budget));

const ofKnown =
  (test: (value: Comparable, budget: Budget) => boolean): ValueTest =>
  (value, budget) =>
    value === null ? UNKNOWN : truthOf(test(value, budget));

/** What the column can be compared with, or null. */
const castOperand = (column: Column, operand: JsonValue, path: Path): Comparable | null => {
  if (operand === null) {
    return null;
  }
  if (column.wanted === null) {
    return failAt(path, 'wrong_type', 'Of this field can only be asked whether it is $null.');
  }
  const cast = column.cast(operand);
  return (
    cast ?? failAt(path, 'wrong_type', `Compare this field with ${column.wanted}, or with null.`)
  );
};

/** What looking at a value costs, beside the characters that are looked at. */
const STEPS_PER_TEST = 2;

const chargeComparison = (value: Comparable, operand: Comparable, budget: Budget): void => {
  budget.charge(STEPS_PER_TEST);
  if (typeof value === 'string' && typeof operand === 'string') {
    const shorter = value.length < operand.length ? value : operand;
    budget.charge(shorter.length / CHARACTERS_PER_STEP.compare);
  }
};

const compileComparison = (
  column: Column,
  operator: string,
  operand: JsonValue,
  path: Path
): ValueTest => {
  const wanted = castOperand(column, operand, path);
  if (wanted === null) {
    // Strapi writes IS NULL for equality; nothing is less or greater than null.
    if (operator === '$eq') return isNull;
    return operator === '$ne' ? isNotNull : () => UNKNOWN;
  }
  const compare = COMPARISONS[operator];
  return ofKnown((value, budget) => {
    chargeComparison(value, wanted, budget);
    return compare(value, wanted);
  });
};

const compileText = (
  column: Column,
  operator: string,
  operand: JsonValue,
  path: Path
): ValueTest => {
  const { test, ignoresCase = false, isNegated = false, ofNull = false } = TEXT_OPERATORS[operator];
  if (!column.isText) {
    return failAt(path, 'wrong_type', `${operator} is for texts, which this field is not.`);
  }
  if (operand === null && ofNull) {
    return isNegated ? isNotNull : isNull;
  }
  const cast = operand === null ? undefined : column.cast(operand);
  if (typeof cast !== 'string') {
    return failAt(path, 'wrong_type', `${operator} takes a text.`);
  }
  const wanted = ignoresCase ? cast.toLowerCase() : cast;
  return ofKnown((value, budget) => {
    const text = value as string;
    budget.charge(STEPS_PER_TEST + (ignoresCase ? text.length / CHARACTERS_PER_STEP.scan : 0));
    if (test === contains) {
      budget.chargeSearch(text, wanted);
    } else {
      chargeComparison(text, wanted, budget);
    }
    return test(ignoresCase ? text.toLowerCase() : text, wanted) !== isNegated;
  });
};

/** `IN (1, NULL)` is true for 1, and unknown for all else. */
const compileIn = (column: Column, operand: JsonValue, path: Path): ValueTest => {
  const operands = Array.isArray(operand) ? operand : [operand];
  if (operands.length === 0) {
    return () => FALSE;
  }
  const casts = operands.map((each) => castOperand(column, each, path));
  const hasNull = casts.includes(null);
  const known = new Set(casts.filter((each) => each !== null).map(inSet));
  return (value, budget) => {
    if (value === null) return UNKNOWN;
    chargeComparison(value, value, budget);
    if (known.has(inSet(value))) return TRUE;
    return hasNull ? UNKNOWN : FALSE;
  };
};

/** A set tells a number from the same bigint. */
const inSet = (value: Comparable): Comparable =>
  typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value;

const compileBetween = (column: Column, operand: JsonValue, path: Path): ValueTest => {
  if (!Array.isArray(operand) || operand.length !== 2) {
    return failAt(path, 'wrong_type', '$between takes two values in a list, such as [1, 5].');
  }
  const from = compileComparison(column, '$gte', operand[0], path);
  const to = compileComparison(column, '$lte', operand[1], path);
  return (value, budget) => and(from(value, budget), to(value, budget));
};

const compileNullTest = (operator: string, operand: JsonValue, path: Path): ValueTest => {
  const wanted = toBoolean(operand);
  if (wanted === undefined) {
    return failAt(path, 'wrong_type', `${operator} takes true or false.`);
  }
  return wanted === (operator === '$null') ? isNull : isNotNull;
};

/** A list of operands means one of them; an empty one, no condition. */
const compileAnyOf = (
  column: Column,
  operator: string,
  operands: readonly JsonValue[],
  path: Path
): ValueTest | null => {
  const tests = operands.map((operand) => compileOperator(column, operator, operand, path));
  return joinTests(SOME, tests);
};

const compileOperator = (
  column: Column,
  operator: string,
  operand: JsonValue,
  path: Path
): ValueTest | null => {
  if (operator === '$in') return compileIn(column, operand, path);
  if (operator === '$notIn') return negate(compileIn(column, operand, path));
  if (operator === '$between') return compileBetween(column, operand, path);
  if (Array.isArray(operand)) return compileAnyOf(column, operator, operand, path);
  if (operator === '$null' || operator === '$notNull') {
    return compileNullTest(operator, operand, path);
  }
  if (operator === '$not') {
    const test = compileValue(column, operand, path);
    return test && negate(test);
  }
  if (isObject(operand)) {
    return failAt(path, 'wrong_type', `${operator} takes a value, not an object.`);
  }
  return Object.hasOwn(COMPARISONS, operator)
    ? compileComparison(column, operator, operand, path)
    : compileText(column, operator, operand, path);
};

const assertOperator = (operator: string, path: Path) => {
  if (!VALUE_OPERATORS.includes(operator)) {
    const known = [...VALUE_OPERATORS, ...GROUP_OPERATORS];
    failAt(path, 'unknown_operator', `No operator ${operator}${doYouMean(operator, known)}`);
  }
};

/**
 * `5`, `[1, 2]` or `{ "$gt": 5, … }` for one field; null when it is no condition at all.
 * @throws {ExpressionError}
 */
export const compileValue = (column: Column, wanted: JsonValue, path: Path): ValueTest | null => {
  if (Array.isArray(wanted)) {
    return compileIn(column, wanted, path);
  }
  if (!isObject(wanted)) {
    return compileComparison(column, '$eq', wanted, path);
  }
  const tests = Object.entries(wanted).map(([operator, operand]) => {
    const here = [...path, operator];
    assertOperator(operator, here);
    return compileOperator(column, operator, operand, here);
  });
  return joinTests(ALL, tests);
};

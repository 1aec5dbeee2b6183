/** What an expression computes with: JSON, and CEL's points in time and durations. */
import { CHARACTERS_PER_STEP, type Budget } from '../budget';
import { ExpressionError } from '../expression-error';
import type { Numeric } from '../numbers';
import { hasOwn, isArray } from '../shape';
import type { JsonValue } from '../../protocol';

export class Duration {
  constructor(readonly milliseconds: number) {}
}

export type List = readonly Value[];
export type Dictionary = { readonly [name: string]: Value };
export type Value = null | boolean | Numeric | string | Date | Duration | List | Dictionary;

export type Kind =
  | 'null'
  | 'boolean'
  | 'number'
  | 'string'
  | 'timestamp'
  | 'duration'
  | 'list'
  | 'object';

/** Each kind as it is called in a sentence. */
export const KIND_NAMES: Readonly<Record<Kind, string>> = {
  null: 'null',
  boolean: 'true or false',
  number: 'a number',
  string: 'a text',
  timestamp: 'a timestamp',
  duration: 'a duration',
  list: 'a list',
  object: 'an object',
};

export const kindOf = (value: Value): Kind => {
  if (value === null) return 'null';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value !== 'object') return 'number';
  if (isArray(value)) return 'list';
  if (value instanceof Date) return 'timestamp';
  return value instanceof Duration ? 'duration' : 'object';
};

export const isNumeric = (value: Value): value is Numeric =>
  typeof value === 'number' || typeof value === 'bigint';

export const isList = (value: Value): value is List => isArray(value);

export const isDictionary = (value: Value): value is Dictionary => kindOf(value) === 'object';

/** Documents hold JSON of any depth, and looking into it takes the stack of the process. */
const MAX_VALUE_DEPTH = 100;

const assertDepth = (depth: number) => {
  if (depth > MAX_VALUE_DEPTH) {
    throw new ExpressionError(
      'too_complex',
      `A value is nested more than ${MAX_VALUE_DEPTH} levels deep: use a part of it.`
    );
  }
};

/**
 * What an object has itself. `__proto__` is left out: JSON may name a field so, and whoever copies
 * such an object would give it another prototype.
 */
export const namesOf = (value: Dictionary, budget: Budget): string[] => {
  const names = Object.keys(value);
  budget.chargeNames(names.length);
  return names.filter((name) => name !== '__proto__');
};

/** Whether two values are the same; of different kinds, they are not. */
export const isSame = (a: Value, b: Value, budget: Budget, depth = 0): boolean => {
  assertDepth(depth);
  if (typeof a === 'string' && typeof b === 'string') {
    if (a.length !== b.length) {
      return false;
    }
    budget.charge(a.length / CHARACTERS_PER_STEP.equal);
    return a === b;
  }
  if (isNumeric(a) && isNumeric(b)) {
    // A bigint and a number: exact, and never equal by strict equality.
    return !(a < b) && !(a > b);
  }
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') {
    return a === b;
  }
  if (a instanceof Date || b instanceof Date) {
    return a instanceof Date && b instanceof Date && a.getTime() === b.getTime();
  }
  if (a instanceof Duration || b instanceof Duration) {
    return a instanceof Duration && b instanceof Duration && a.milliseconds === b.milliseconds;
  }
  if (isList(a) || isList(b)) {
    if (!isList(a) || !isList(b) || a.length !== b.length) {
      return false;
    }
    budget.charge(a.length);
    return a.every((item, index) => isSame(item, b[index], budget, depth + 1));
  }
  const names = namesOf(a, budget);
  return (
    names.length === namesOf(b, budget).length &&
    names.every((name) => hasOwn(b, name) && isSame(a[name], b[name], budget, depth + 1))
  );
};

/**
 * The value as plain JSON: a whole number as a number where one can hold it and else as text, as
 * Strapi's `biginteger`; timestamps as ISO text, durations as seconds.
 */
export const toJson = (value: Value | undefined, budget: Budget, depth = 0): JsonValue => {
  assertDepth(depth);
  if (value === null || value === undefined) {
    return null;
  }
  if (typeof value === 'bigint') {
    return String(value);
  }
  if (typeof value !== 'object') {
    return value;
  }
  if (value instanceof Date) {
    return value.toISOString();
  }
  if (value instanceof Duration) {
    return `${value.milliseconds / 1000}s`;
  }
  if (isList(value)) {
    budget.charge(value.length);
    return value.map((item) => toJson(item, budget, depth + 1));
  }
  const plain: Record<string, JsonValue> = {};
  for (const name of namesOf(value, budget)) {
    plain[name] = toJson(value[name], budget, depth + 1);
  }
  return plain;
};

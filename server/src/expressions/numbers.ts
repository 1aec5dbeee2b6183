/**
 * Numbers of documents. A whole number is exact up to 64 bits, as Strapi's `biginteger`: it is a
 * `bigint` where a JavaScript number could not hold it. A number with a fraction is a double.
 */
export type Numeric = number | bigint;

const MAX_INTEGER = 2n ** 63n - 1n;
const MIN_INTEGER = -(2n ** 63n);
const LONGEST_NUMBER = 40;
const INTEGER = /^[+-]?\d+$/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

const isWhole = (value: Numeric): boolean =>
  typeof value === 'bigint' || Number.isSafeInteger(value);

/** null: beyond 64 bits. */
const fromBigInt = (value: bigint): Numeric | null => {
  if (value > MAX_INTEGER || value < MIN_INTEGER) {
    return null;
  }
  const double = Number(value);
  return Number.isSafeInteger(double) ? double : value;
};

const fromDouble = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** The number that a text says, or null; `biginteger` and some decimals travel as text. */
export const parseNumber = (text: string): Numeric | null => {
  const trimmed = text.length <= LONGEST_NUMBER ? text.trim() : '';
  if (!NUMBER.test(trimmed)) {
    return null;
  }
  const double = Number(trimmed);
  return Number.isSafeInteger(double) || !INTEGER.test(trimmed)
    ? fromDouble(double)
    : fromBigInt(BigInt(trimmed.replace('+', '')));
};

const calculate = (
  a: Numeric,
  b: Numeric,
  doubles: (a: number, b: number) => number,
  integers: (a: bigint, b: bigint) => bigint
): Numeric | null => {
  if (typeof a === 'number' && typeof b === 'number') {
    const result = doubles(a, b);
    if (Number.isSafeInteger(result) || !isWhole(a) || !isWhole(b)) {
      return fromDouble(result);
    }
  }
  return isWhole(a) && isWhole(b)
    ? fromBigInt(integers(BigInt(a), BigInt(b)))
    : fromDouble(doubles(Number(a), Number(b)));
};

const divide = (a: Numeric, b: Numeric): Numeric | null => {
  const isExact =
    (typeof a === 'bigint' || typeof b === 'bigint') &&
    isWhole(a) &&
    isWhole(b) &&
    BigInt(a) % BigInt(b) === 0n;
  return isExact ? fromBigInt(BigInt(a) / BigInt(b)) : fromDouble(Number(a) / Number(b));
};

/** Each answers null where no number can hold the result; the divisor must not be zero. */
export const ARITHMETIC = {
  '+': (a: Numeric, b: Numeric) =>
    calculate(
      a,
      b,
      (x, y) => x + y,
      (x, y) => x + y
    ),
  '-': (a: Numeric, b: Numeric) =>
    calculate(
      a,
      b,
      (x, y) => x - y,
      (x, y) => x - y
    ),
  '*': (a: Numeric, b: Numeric) =>
    calculate(
      a,
      b,
      (x, y) => x * y,
      (x, y) => x * y
    ),
  '%': (a: Numeric, b: Numeric) =>
    calculate(
      a,
      b,
      (x, y) => x % y,
      (x, y) => x % y
    ),
  '/': divide,
} as const;

/** Without the fraction, as CEL's `int()`. */
export const truncate = (value: Numeric): Numeric | null =>
  typeof value === 'bigint' || Number.isSafeInteger(value)
    ? value
    : fromBigInt(BigInt(Math.trunc(value)));

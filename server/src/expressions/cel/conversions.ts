/** `int(x)`, `double(x)`, `string(x)`, `bool(x)`, `timestamp(x)` and `duration(x)`. */
import { isInstant, parseInstant } from '../dates';
import { parseNumber, truncate } from '../numbers';
import type { Builtin, Builtins } from './builtin';
import { BOOLEAN, NUMBER, TEXT } from './static-types';
import { Duration, isNumeric, toJson, type Value } from './values';

const UNITS: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
  us: 1e-3,
  ns: 1e-6,
};
const DURATION = /^-?(?:\d+(?:\.\d+)?(?:h|ms|m|s|us|ns))+$/;
const DURATION_PART = /(\d+(?:\.\d+)?)(h|ms|m|s|us|ns)/g;
const LONGEST_DURATION = 40;

/** `1h30m`, `-10s`; null for anything else. */
const parseDuration = (text: string): Duration | null => {
  if (text.length > LONGEST_DURATION || !DURATION.test(text)) {
    return null;
  }
  const milliseconds = [...text.matchAll(DURATION_PART)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * UNITS[unit],
    0
  );
  return isInstant(milliseconds)
    ? new Duration(text.startsWith('-') ? -milliseconds : milliseconds)
    : null;
};

const TRUE = ['true', 'True', 'TRUE', 't', '1'];
const FALSE = ['false', 'False', 'FALSE', 'f', '0'];

const toBoolean = (value: Value): boolean | null => {
  if (typeof value === 'boolean') return value;
  if (TRUE.includes(value as string)) return true;
  return FALSE.includes(value as string) ? false : null;
};

const toNumber = (value: Value): Value => {
  if (value instanceof Date) {
    return Math.floor(value.getTime() / 1000);
  }
  return typeof value === 'string' ? parseNumber(value) : value;
};

const toInteger = (value: Value): Value => {
  const number = toNumber(value);
  return isNumeric(number) ? truncate(number) : null;
};

const toTimestamp = (value: Value): Value => {
  if (isNumeric(value)) {
    const milliseconds = Number(value) * 1000;
    return isInstant(milliseconds) ? new Date(milliseconds) : null;
  }
  const instant = typeof value === 'string' ? parseInstant(value) : null;
  return instant === null ? null : new Date(instant);
};

/** A conversion that answers null for what cannot be converted. */
const conversion = (
  kinds: Builtin['params'][number],
  result: Builtin['result'],
  problem: string,
  convert: (value: Value) => Value
): Builtin => ({
  params: [kinds],
  result,
  run: ([value], { fail }) => convert(value) ?? fail('invalid_value', problem),
});

export const CONVERSIONS: Builtins = {
  int: conversion(
    ['number', 'string', 'timestamp'],
    NUMBER,
    'This is no number of at most 64 bits.',
    toInteger
  ),
  double: conversion(['number', 'string'], NUMBER, 'This is no number.', toNumber),
  bool: conversion(['boolean', 'string'], BOOLEAN, 'This is neither true nor false.', toBoolean),
  string: {
    params: [['string', 'number', 'boolean', 'timestamp', 'duration']],
    result: TEXT,
    run: ([value], { budget }) => {
      const json = toJson(value, budget);
      return typeof json === 'string' ? json : JSON.stringify(json);
    },
  },
  timestamp: conversion(
    ['string', 'number'],
    { kind: 'timestamp' },
    'This is no date and time such as "2026-01-31T09:30:00Z".',
    toTimestamp
  ),
  duration: conversion(
    ['string'],
    { kind: 'duration' },
    'This is no duration such as "1h30m" or "10s".',
    (value) => parseDuration(value as string)
  ),
};

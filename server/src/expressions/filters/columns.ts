/** How a field's values, and those that a filter compares them with, become comparable. */
import { parseDate, parseInstant, parseTime } from '../dates';
import { parseNumber } from '../numbers';
import type { FieldShape, ScalarKind } from '../shape';
import type { JsonValue } from '../../protocol';

/** What is compared: never two of different types. */
export type Comparable = string | number | bigint | boolean;

export interface Column {
  /** Text operators are for text. */
  readonly isText: boolean;
  /** What a filter may compare with, for a sentence; null: only with null. */
  readonly wanted: string | null;
  /** What a filter compares with, as Strapi casts it; undefined: it cannot be. */
  readonly cast: (operand: JsonValue) => Comparable | undefined;
  /** The value of a document; one that cannot be read is as if it were null. */
  readonly read: (value: JsonValue) => Comparable | null;
}

const toText = (value: JsonValue): string | undefined => {
  if (typeof value === 'string') {
    return value;
  }
  return value === null || typeof value === 'object' ? undefined : String(value);
};

const toNumber = (value: JsonValue): number | bigint | undefined => {
  if (typeof value === 'number') {
    return value;
  }
  return typeof value === 'string' ? (parseNumber(value) ?? undefined) : undefined;
};

const toInteger = (value: JsonValue): number | bigint | undefined => {
  const number = toNumber(value);
  return typeof number === 'bigint' || Number.isInteger(number) ? number : undefined;
};

const TRUE: readonly JsonValue[] = [true, 'true', 't', '1', 1];
const FALSE: readonly JsonValue[] = [false, 'false', 'f', '0', 0];

/** What Strapi takes for true or false. */
export const toBoolean = (value: JsonValue): boolean | undefined => {
  if (TRUE.includes(value)) {
    return true;
  }
  return FALSE.includes(value) ? false : undefined;
};

const fromText =
  <T>(parse: (text: string) => T | null) =>
  (value: JsonValue): T | undefined => {
    const text = toText(value);
    return text === undefined || typeof value === 'boolean'
      ? undefined
      : (parse(text) ?? undefined);
  };

const column = (
  wanted: string,
  cast: (value: JsonValue) => Comparable | undefined,
  isText = false
): Column => ({ isText, wanted, cast, read: (value) => cast(value) ?? null });

const TEXT = column('a text', toText, true);
const NUMBER = column('a number', toNumber);
const INSTANT = column(
  'a date and time such as "2026-01-31T09:30:00.000Z"',
  fromText(parseInstant)
);

const COLUMNS: Readonly<Record<ScalarKind, Column>> = {
  string: TEXT,
  integer: NUMBER,
  float: NUMBER,
  decimal: NUMBER,
  biginteger: column('a whole number', toInteger),
  boolean: column('true or false', toBoolean),
  date: column('a date such as "2026-01-31"', fromText(parseDate)),
  time: column('a time such as "09:30:00"', fromText(parseTime)),
  datetime: INSTANT,
  timestamp: INSTANT,
  /** Databases do not agree on how JSON compares: only whether there is any can be asked. */
  json: {
    isText: false,
    wanted: null,
    cast: () => undefined,
    read: (value) => (value === null ? null : true),
  },
};

/** null for fields that are not one value: components, relations, media, dynamic zones. */
export const columnOf = (field: FieldShape): Column | null => {
  const { kind } = field;
  if (kind === 'enumeration') {
    return TEXT;
  }
  return Object.hasOwn(COLUMNS, kind) ? COLUMNS[kind as ScalarKind] : null;
};

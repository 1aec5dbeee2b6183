/**
 * The values of each scalar type as text: between most types, this text is what a value has in
 * common. Parsing is strict: it takes only text that printing gives (a time may leave out the
 * fraction of a second), so that nothing is lost: "007" is no 7, and "1.0" no 1.
 */
import { toPlainText, trimZeros } from './plain-number';
import type { AttributeShape, JsonValue } from '../protocol';

/** What of an attribute decides about its values. */
export type ScalarShape = Pick<AttributeShape, 'type' | 'enum'>;

export interface Codec {
  /** null: it is no value of this type. */
  print(value: JsonValue): string | null;
  /** null: no value of this type has this text. */
  parse(text: string): JsonValue;
}

export type TypeGroup =
  | 'text'
  | 'enumeration'
  | 'number'
  | 'boolean'
  | 'date'
  | 'instant'
  | 'time'
  | 'json'
  | 'blocks'
  | 'other';

const printText = (value: JsonValue) => (typeof value === 'string' ? value : null);

const text: Codec = { print: printText, parse: (value) => value };

const enumeration = (values: readonly string[] | undefined): Codec => ({
  print: printText,
  parse: (value) => (values === undefined || values.includes(value) ? value : null),
});

const INTEGER = /^(0|-?[1-9]\d*)$/;

/** Strapi reads numbers as numbers, and big integers as text. */
const printNumber = (value: JsonValue): string | null => {
  if (typeof value === 'string') {
    return trimZeros(value);
  }
  return typeof value === 'number' && Number.isFinite(value) ? toPlainText(value) : null;
};

const integer: Codec = {
  print: printNumber,
  parse: (value) =>
    INTEGER.test(value) && Number.isSafeInteger(Number(value)) ? Number(value) : null,
};

/** Numbers of 64 bits: what databases keep. */
const biginteger: Codec = {
  print: printNumber,
  parse: (value) =>
    INTEGER.test(value) && String(BigInt.asIntN(64, BigInt(value))) === value ? value : null,
};

const float: Codec = {
  print: printNumber,
  parse: (value) => {
    const number = Number(value);
    return Number.isFinite(number) && toPlainText(number) === value ? number : null;
  },
};

const boolean: Codec = {
  print: (value) => (typeof value === 'boolean' ? String(value) : null),
  parse: (value) => (value === 'true' || value === 'false' ? value === 'true' : null),
};

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;

/** ISO 8601 in UTC with milliseconds; null for days that do not exist. */
const toIso = (value: string): string | null => {
  const date = INSTANT.test(value) ? new Date(value) : null;
  const iso = date && !Number.isNaN(date.getTime()) ? date.toISOString() : null;
  // 30 February is 2 March to Date.
  return iso?.slice(0, 10) === value.slice(0, 10) ? iso : null;
};

const toDate = (value: string): string | null =>
  toIso(`${value}T00:00:00.000Z`) === null ? null : value;

const date: Codec = {
  print: (value) => (typeof value === 'string' ? toDate(value) : null),
  parse: toDate,
};

const datetime: Codec = {
  print: (value) => (typeof value === 'string' ? toIso(value) : null),
  parse: toIso,
};

/** Strapi reads these as milliseconds since 1970, in text. */
const timestamp: Codec = {
  print: (value) => {
    const milliseconds = printNumber(value);
    const instant = new Date(milliseconds === null ? NaN : Number(milliseconds));
    return Number.isNaN(instant.getTime()) ? null : instant.toISOString();
  },
  parse: (value) => {
    const iso = toIso(value);
    return iso === null ? null : String(Date.parse(iso));
  },
};

const TIME = /^((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(\d{1,3}))?$/;

const toTime = (value: string): string | null => {
  const [, seconds, fraction = ''] = TIME.exec(value) ?? [];
  return seconds === undefined ? null : `${seconds}.${fraction.padEnd(3, '0')}`;
};

const time: Codec = {
  print: (value) => (typeof value === 'string' ? toTime(value) : null),
  parse: toTime,
};

const CODECS = new Map<string, { group: TypeGroup; codec: Codec }>([
  ['string', { group: 'text', codec: text }],
  ['text', { group: 'text', codec: text }],
  ['richtext', { group: 'text', codec: text }],
  ['email', { group: 'text', codec: text }],
  ['uid', { group: 'text', codec: text }],
  ['integer', { group: 'number', codec: integer }],
  ['biginteger', { group: 'number', codec: biginteger }],
  ['float', { group: 'number', codec: float }],
  ['decimal', { group: 'number', codec: float }],
  ['boolean', { group: 'boolean', codec: boolean }],
  ['date', { group: 'date', codec: date }],
  ['datetime', { group: 'instant', codec: datetime }],
  ['timestamp', { group: 'instant', codec: timestamp }],
  ['time', { group: 'time', codec: time }],
]);

/** null: values of this type have no text. */
export const codecOf = ({ type, enum: values }: ScalarShape): Codec | null =>
  type === 'enumeration' ? enumeration(values) : (CODECS.get(type)?.codec ?? null);

export const groupOf = ({ type }: ScalarShape): TypeGroup => {
  if (type === 'enumeration' || type === 'json' || type === 'blocks') {
    return type;
  }
  return CODECS.get(type)?.group ?? 'other';
};

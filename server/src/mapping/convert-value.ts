/** Conversions between scalar types that lose nothing: converted back, the value is the same. */
import { type ScalarShape, type TypeGroup, codecOf, groupOf } from './codecs';
import { list, nameValue, quote } from './sentences';
import type { JsonValue } from '../protocol';

export type Conversion =
  | { kind: 'converted'; value: JsonValue }
  /** `reason` continues the sentence "…, because". */
  | { kind: 'refused'; reason: string };

const SCALARS: TypeGroup[] = [
  'text',
  'enumeration',
  'number',
  'boolean',
  'date',
  'instant',
  'time',
];

/**
 * Into which groups of types a value of each can go, if it is such a value. Into JSON only JSON:
 * databases change a lone text or truth value there (it comes back parsed, or as 1).
 */
const POSSIBLE: Record<TypeGroup, TypeGroup[]> = {
  text: SCALARS,
  enumeration: SCALARS,
  number: ['text', 'enumeration', 'number', 'boolean'],
  boolean: ['text', 'enumeration', 'number', 'boolean'],
  date: ['text', 'enumeration', 'date', 'instant'],
  instant: ['text', 'enumeration', 'date', 'instant'],
  time: ['text', 'enumeration', 'time'],
  json: [...SCALARS, 'json', 'blocks', 'other'],
  blocks: ['blocks', 'json'],
  other: [],
};

const TEXT: ScalarShape = { type: 'text' };
const MIDNIGHT = 'T00:00:00.000Z';

/** The type that a JSON value has by itself; null: it is a list or an object. */
const shapeOf = (value: JsonValue): ScalarShape | null => {
  if (typeof value === 'string') {
    return TEXT;
  }
  if (typeof value === 'number') {
    return { type: 'float' };
  }
  return typeof value === 'boolean' ? { type: 'boolean' } : null;
};

/** Where the texts of two types differ, but not what they say. */
const translate = (text: string, from: TypeGroup, to: TypeGroup): string => {
  if (from === 'boolean' && to === 'number') {
    return text === 'true' ? '1' : '0';
  }
  if (from === 'number' && to === 'boolean') {
    return text === '1' ? 'true' : text === '0' ? 'false' : text;
  }
  if (from === 'date' && to === 'instant') {
    return `${text}${MIDNIGHT}`;
  }
  if (from === 'instant' && to === 'date') {
    return text.endsWith(MIDNIGHT) ? text.slice(0, -MIDNIGHT.length) : text;
  }
  return text;
};

const refuse = (reason: string): Conversion => ({ kind: 'refused', reason });

const refuseText = (value: JsonValue, to: ScalarShape): Conversion =>
  refuse(
    to.type === 'enumeration'
      ? `${quote(value)} is none of ${list(to.enum ?? [])}`
      : `${quote(value)} does not become ${nameValue(to)} without loss`
  );

/**
 * A value of one scalar type as a value of another. Whether its length and size are allowed is for
 * Strapi to say.
 * @param value null stays null
 */
export const convertValue = (value: JsonValue, from: ScalarShape, to: ScalarShape): Conversion => {
  if (value === null) {
    return { kind: 'converted', value };
  }
  const [fromGroup, toGroup] = [groupOf(from), groupOf(to)];
  if (fromGroup === 'json' && POSSIBLE.json.includes(toGroup)) {
    if (toGroup === 'json' || toGroup === 'blocks' || toGroup === 'other') {
      return { kind: 'converted', value };
    }
    const shape = shapeOf(value);
    return shape ? convertValue(value, shape, to) : refuseText(value, to);
  }
  const [source, target] = [codecOf(from), codecOf(to)];
  if (!source || !target) {
    return from.type === to.type || POSSIBLE[fromGroup].includes(toGroup)
      ? { kind: 'converted', value }
      : refuseText(value, to);
  }
  const text = source.print(value);
  if (text === null) {
    return refuse(`${quote(value)} is not ${nameValue(from)}`);
  }
  if (from.type === to.type && to.type !== 'enumeration') {
    return { kind: 'converted', value };
  }
  const converted = POSSIBLE[fromGroup].includes(toGroup)
    ? target.parse(translate(text, fromGroup, toGroup))
    : null;
  return converted === null ? refuseText(value, to) : { kind: 'converted', value: converted };
};

/** Values of an enumeration that the other type has not; none when the values are not known. */
export const lackingValues = (from: ScalarShape, to: ScalarShape): string[] =>
  from.type === 'enumeration'
    ? (from.enum ?? []).filter((value) => convertValue(value, from, to).kind === 'refused')
    : [];

/** Whether some value of the one type can be a value of the other. */
export const canConvert = (from: ScalarShape, to: ScalarShape): boolean => {
  if (from.type === to.type && from.type !== 'enumeration') {
    return true;
  }
  if (!POSSIBLE[groupOf(from)].includes(groupOf(to))) {
    return false;
  }
  if (from.type === 'enumeration' && from.enum) {
    return lackingValues(from, to).length < from.enum.length;
  }
  return to.type === 'enumeration' && to.enum && groupOf(from) !== 'json'
    ? lackingValues(to, from).length < to.enum.length
    : true;
};

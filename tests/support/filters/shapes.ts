/** What of the test site's content types filters are tried on, and the values they share. */
import type { FieldShape, Shape } from '../../../server/src/expressions';
import type { JsonValue } from '../../../server/src/protocol';

const text: FieldShape = { kind: 'string' };

export const SAMPLE_SHAPE: Shape = {
  documentId: text,
  string: text,
  text,
  richtext: text,
  integer: { kind: 'integer' },
  biginteger: { kind: 'biginteger' },
  float: { kind: 'float' },
  decimal: { kind: 'decimal' },
  boolean: { kind: 'boolean' },
  date: { kind: 'date' },
  time: { kind: 'time' },
  datetime: { kind: 'datetime' },
  timestamp: { kind: 'timestamp' },
  enumeration: { kind: 'enumeration', values: ['red', 'green', 'blue'] },
  json: { kind: 'json' },
};

export const LINK_SHAPE: Shape = { label: text, url: text };
const AUTHOR_SHAPE: Shape = { documentId: text, name: text, bio: text };
export const CONTACT_SHAPE: Shape = {
  name: text,
  email: text,
  person: { kind: 'relation', many: false, target: () => AUTHOR_SHAPE },
};
export const REQUIREMENT_SHAPE: Shape = {
  label: text,
  weight: { kind: 'integer' },
  links: { kind: 'component', repeatable: true, shape: () => LINK_SHAPE },
};
const PLACE_SHAPE: Shape = {
  documentId: text,
  name: text,
  capacity: { kind: 'integer' },
  nearby: { kind: 'relation', many: true, target: () => PLACE_SHAPE },
};
export const JOB_SHAPE: Shape = {
  documentId: text,
  locale: text,
  publishedAt: { kind: 'datetime' },
  title: text,
  salary: { kind: 'decimal' },
  level: { kind: 'enumeration', values: ['junior', 'senior', 'lead'] },
  contacts: { kind: 'component', repeatable: true, shape: () => CONTACT_SHAPE },
  requirements: { kind: 'component', repeatable: true, shape: () => REQUIREMENT_SHAPE },
  place: { kind: 'relation', many: false, target: () => PLACE_SHAPE },
  contactPerson: { kind: 'relation', many: false, target: () => AUTHOR_SHAPE },
  predecessor: { kind: 'relation', many: false, target: () => JOB_SHAPE },
  alternatives: { kind: 'relation', many: true, target: () => JOB_SHAPE },
};

/** The shape of a component or of a relation's target; null for fields of one value. */
export const targetOf = (field: FieldShape): Shape | null => {
  if (field.kind === 'component') return field.shape();
  return field.kind === 'relation' && field.target ? field.target() : null;
};

export const WORDS = ['a', 'ab', 'abc', 'b', 'ba', 'c', 'x1', 'x2'];
const TEXTS = ['', 'a', 'b', 'ab', 'a%', '_b', 'a\\b', "a'b", 'a"b', '日本', '本', '10', '%', '\\'];
const ANY_CASE = ['abc', 'Abc', 'ABC', 'aB', 'b', 'B_', 'b%'];

/** Plain words, which databases agree how to order. */
export const isOrdered = (name: string): boolean =>
  ['text', 'name', 'label', 'title'].includes(name);

/** Letters of both cases, which only operators without regard to case may meet. */
export const isOfAnyCase = (name: string): boolean => name === 'richtext';

const VALUES: Readonly<Record<string, readonly JsonValue[]>> = {
  integer: [-2, -1, 0, 1, 2, 3, 10],
  biginteger: ['-5', '0', '7', '10', '9007199254740991'],
  float: [-1.5, 0, 0.25, 1, 2.5],
  decimal: [-1.5, 0, 0.1, 1, 2.55, 10],
  boolean: [true, false],
  date: ['2025-12-31', '2026-01-01', '2026-01-31', '2026-02-01'],
  time: ['00:00:00.000', '09:30:00.000', '09:30:00.500', '23:59:59.000'],
  datetime: ['2025-12-31T23:00:00.000Z', '2026-01-01T00:00:00.000Z', '2026-01-01T09:30:00.123Z'],
  json: [{ a: 1 }, [1, 2]],
};

/** Few values, so that documents and filters share them. */
export const valuesOf = (name: string, field: FieldShape): readonly JsonValue[] => {
  const { kind } = field;
  if (kind === 'enumeration') return field.values;
  if (kind === 'string') {
    if (isOfAnyCase(name)) return ANY_CASE;
    return isOrdered(name) ? WORDS : TEXTS;
  }
  return VALUES[kind === 'timestamp' ? 'datetime' : kind];
};

/**
 * What is known of a value before any document is seen. It is what makes a typing mistake an error
 * when a condition is saved; the values themselves are looked at again when it is evaluated, since
 * a document may be older than the shape, or come from a site that lies.
 */
import { groupBy, once } from 'lodash';

import { parseDate, parseInstant, parseTime } from '../dates';
import { parseNumber } from '../numbers';
import type { FieldShape, Shape } from '../shape';
import type { JsonValue } from '../../protocol';
import type { Kind, Value } from './values';

/** Text with a meaning, with which text in an expression is compared in the same form. */
export type TextForm =
  | { readonly kind: 'date' | 'datetime' | 'time' }
  | { readonly kind: 'enumeration'; readonly values: readonly string[] };

export interface ObjectType {
  readonly kind: 'object';
  readonly fields: () => ReadonlyMap<string, Field>;
  /** Said of an unknown field, where more can be said than that it is unknown. */
  readonly advice?: string;
}

export type StaticType =
  /** Anything: known when it is evaluated. */
  | { readonly kind: 'dyn' }
  | { readonly kind: Exclude<Kind, 'string' | 'list' | 'object'> }
  | { readonly kind: 'string'; readonly form?: TextForm }
  | { readonly kind: 'list'; readonly item: StaticType }
  | ObjectType;

export interface Field {
  readonly type: StaticType;
  /** The value in the form to compute with. */
  readonly read: (raw: JsonValue) => Value;
}

export const DYN: StaticType = { kind: 'dyn' };
export const BOOLEAN: StaticType = { kind: 'boolean' };
export const NUMBER: StaticType = { kind: 'number' };
export const TEXT: StaticType = { kind: 'string' };

const asItIs = (raw: JsonValue): Value => raw;

/** Big integers and some decimals travel as text; what is no number stays as it is. */
const readNumber = (raw: JsonValue): Value =>
  typeof raw === 'string' ? (parseNumber(raw) ?? raw) : raw;

const readTimestamp = (raw: JsonValue): Value => {
  const instant = typeof raw === 'string' ? parseInstant(raw) : null;
  return instant === null ? raw : new Date(instant).toISOString();
};

/** Databases differ in whether they write fractions of a second. */
const readTime = (raw: JsonValue): Value =>
  typeof raw === 'string' ? (parseTime(raw) ?? raw) : raw;

const textField: Field = { type: TEXT, read: asItIs };

const REFERENCE_FIELDS: ReadonlyMap<string, Field> = new Map(
  ['contentType', 'documentId', 'locale', 'status', 'email'].map((name) => [name, textField])
);

const REFERENCE: ObjectType = {
  kind: 'object',
  fields: () => REFERENCE_FIELDS,
  advice:
    'Of what a relation or media field refers to, only contentType, documentId, locale and status are known here; a filter can ask for more.',
};

/** The type of documents, components and other objects of a known shape. */
export const objectType = (shape: () => Shape): ObjectType => ({
  kind: 'object',
  fields: once(
    () => new Map(Object.entries(shape()).map(([name, field]) => [name, toField(field)]))
  ),
});

const COMPOUND: readonly FieldShape['kind'][] = [
  'enumeration',
  'component',
  'dynamiczone',
  'relation',
  'media',
];

/** What is one thing in all components that have it; all else may be anything. */
const commonField = ([first, ...others]: readonly FieldShape[]): Field => {
  const isCommon = others.every(({ kind }) => kind === first.kind && !COMPOUND.includes(kind));
  return isCommon ? toField(first) : { type: DYN, read: asItIs };
};

/** An entry may be any of the components. */
const zoneEntryType = (components: Readonly<Record<string, () => Shape>>): ObjectType => ({
  kind: 'object',
  fields: once(() => {
    const byName = groupBy(
      Object.values(components).flatMap((shape) => Object.entries(shape())),
      ([name]) => name
    );
    return new Map<string, Field>([
      ['__component', textField],
      ...Object.entries(byName).map(([name, entries]): [string, Field] => [
        name,
        commonField(entries.map(([, field]) => field)),
      ]),
    ]);
  }),
});

const listOf = (item: StaticType): Field => ({ type: { kind: 'list', item }, read: asItIs });
const oneOf = (type: StaticType): Field => ({ type, read: asItIs });

const toField = (field: FieldShape): Field => {
  switch (field.kind) {
    case 'string':
      return textField;
    case 'integer':
    case 'biginteger':
    case 'float':
    case 'decimal':
      return { type: NUMBER, read: readNumber };
    case 'boolean':
      return { type: BOOLEAN, read: asItIs };
    case 'date':
    case 'datetime':
      return { type: { kind: 'string', form: { kind: field.kind } }, read: asItIs };
    case 'time':
      return { type: { kind: 'string', form: { kind: 'time' } }, read: readTime };
    case 'timestamp':
      return { type: { kind: 'string', form: { kind: 'datetime' } }, read: readTimestamp };
    case 'enumeration':
      return { type: { kind: 'string', form: field }, read: asItIs };
    case 'json':
      return { type: DYN, read: asItIs };
    case 'component':
      return (field.repeatable ? listOf : oneOf)(objectType(field.shape));
    case 'dynamiczone':
      return listOf(zoneEntryType(field.components));
    case 'relation':
    case 'media':
      return (field.many ? listOf : oneOf)(REFERENCE);
  }
};

/** Whether two values may be the same: null may be anywhere, and `dyn` may be anything. */
export const mayBeSame = (a: StaticType, b: StaticType): boolean =>
  a.kind === b.kind || [a, b].some(({ kind }) => kind === 'dyn' || kind === 'null');

/** The type of a value that is one or the other. */
export const either = (a: StaticType, b: StaticType): StaticType => {
  if (a.kind === 'null') {
    return b;
  }
  if (b.kind === 'null' || a === b) {
    return a;
  }
  const isPlain = a.kind === b.kind && !['list', 'object'].includes(a.kind);
  return isPlain ? (a.kind === 'string' ? TEXT : a) : DYN;
};

const FORM_EXAMPLES = {
  date: 'a date such as "2026-01-31"',
  datetime: 'a date and time such as "2026-01-31T09:30:00Z"',
  time: 'a time such as "09:30"',
} as const;

/** What is to be compared with text of this form, for a sentence. */
export const describeForm = (form: TextForm): string =>
  form.kind === 'enumeration' ? `one of ${form.values.join(', ')}` : FORM_EXAMPLES[form.kind];

/** Text of an expression in the form in which a document holds it, or null when it never would. */
export const inForm = (form: TextForm, text: string): string | null => {
  switch (form.kind) {
    case 'date':
      return parseDate(text);
    case 'time':
      return parseTime(text);
    case 'datetime': {
      const instant = parseInstant(text);
      return instant === null ? null : new Date(instant).toISOString();
    }
    case 'enumeration':
      return form.values.includes(text) ? text : null;
  }
};

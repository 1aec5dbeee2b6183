/**
 * Relations to very many documents. Strapi takes a list in one go: it looks for all targets in one
 * statement, where SQLite binds at most 32,766 values, and puts all of them in order, which takes ever
 * longer. So such a list is written in several steps, each of which is what an editor could do too.
 */
import { chunk } from 'lodash';

import type { StreamableAttribute } from './streamability';
import { type DocumentFields, type JsonValue, isReference } from '../protocol';

/** Lists up to here are written at once. */
const LARGE = 5000;
/** In one step. */
const STEP = 2000;

export interface ListStep {
  name: string;
  kind: 'disconnect' | 'connect';
  references: JsonValue[];
}

export interface WriteSteps {
  /** What is written first. */
  fields: DocumentFields;
  /** What is written after it, in order. */
  steps: ListStep[];
}

const keyOf = (value: JsonValue): string => {
  if (!isReference(value)) {
    return JSON.stringify(value);
  }
  const { contentType, documentId, locale, status } = value;
  return JSON.stringify([contentType, documentId, locale ?? null, status ?? null]);
};

const toSteps = (name: string, kind: ListStep['kind'], references: JsonValue[]): ListStep[] =>
  chunk(references, STEP).map((part) => ({ name, kind, references: part }));

/** How many of the wanted, from the first, are there in that order already, whatever is between. */
const countInPlace = (present: string[], wanted: string[]): number => {
  const places = new Map(present.map((key, index) => [key, index]));
  let last = -1;
  const misplaced = wanted.findIndex((key) => {
    const place = places.get(key) ?? -1;
    const isInPlace = place > last;
    last = place;
    return !isInPlace;
  });
  return misplaced === -1 ? wanted.length : misplaced;
};

/** From one list to another: what is not wanted goes, and the rest is put, or moved, to the end. */
const changeList = (name: string, present: JsonValue[], wanted: JsonValue[]): ListStep[] => {
  const keys = wanted.map(keyOf);
  const isWanted = new Set(keys);
  const goes = present.filter((value) => !isWanted.has(keyOf(value)));
  return [
    ...toSteps(name, 'disconnect', goes),
    ...toSteps(name, 'connect', wanted.slice(countInPlace(present.map(keyOf), keys))),
  ];
};

/**
 * Takes large lists apart. Those in components and of polymorphic relations stay as they are. Pure.
 * @param attributes of the content type
 * @param present the version as it is; undefined: there is none yet
 */
export const takeApart = (
  attributes: StreamableAttribute[],
  wanted: DocumentFields,
  present: DocumentFields | undefined
): WriteSteps => {
  const fields = { ...wanted };
  const steps: ListStep[] = [];
  for (const attribute of attributes) {
    const { name } = attribute;
    const list = wanted[name];
    const before = present?.[name];
    const isList = attribute.kind === 'relation' && attribute.many && attribute.target !== null;
    const lengths = [list, before].map((value) => (Array.isArray(value) ? value.length : 0));
    if (isList && Array.isArray(list) && Math.max(...lengths) > LARGE) {
      if (Array.isArray(before) && before.length > 0) {
        delete fields[name];
        steps.push(...changeList(name, before, list));
      } else {
        fields[name] = list.slice(0, STEP);
        steps.push(...toSteps(name, 'connect', list.slice(STEP)));
      }
    }
  }
  return { fields, steps };
};

/** Default values as they are given, and as a local field takes them. */
import { convertValue } from './convert-value';
import { componentsIn, findField, findType, isEmpty, isList, kindOf } from './fields';
import type { MappedComponent, MappedField, MappedTarget } from './mapped-fields';
import { list, quote } from './sentences';
import { type AttributeShape, type JsonValue, type Shapes, isFields } from '../protocol';

export type DefaultReading =
  | { kind: 'none' }
  | { kind: 'read'; field: MappedField }
  /** `reason`: a sentence without its end. */
  | { kind: 'refused'; reason: string };

/** Why Strapi would never accept the value, as the rest of a sentence; null when it may. */
const findBrokenLimit = (value: JsonValue, to: AttributeShape): string | null => {
  const { min, max, minLength = 0, maxLength = Infinity } = to;
  if (typeof value === 'string' && value.length < minLength) {
    return `has fewer than ${minLength} characters`;
  }
  if (typeof value === 'string' && value.length > maxLength) {
    return `has more than ${maxLength} characters`;
  }
  if (min !== undefined && Number(value) < Number(min)) {
    return `is less than ${min}`;
  }
  return max !== undefined && Number(value) > Number(max) ? `is more than ${max}` : null;
};

const readValue = (value: JsonValue, to: AttributeShape): DefaultReading => {
  const conversion = convertValue(value, { type: 'json' }, to);
  if (conversion.kind === 'refused') {
    return conversion;
  }
  const limit = findBrokenLimit(conversion.value, to);
  return limit === null
    ? { kind: 'read', field: { kind: 'value', value: conversion.value } }
    : { kind: 'refused', reason: `${quote(value)} ${limit}` };
};

const asList = (value: JsonValue): JsonValue[] => (Array.isArray(value) ? value : [value]);

const tooMany = (to: AttributeShape): DefaultReading => ({
  kind: 'refused',
  reason: `${to.name} takes one entry, not a list`,
});

/** A document of this site: its documentId, or `{ documentId }` with more about it. */
const readTarget = (value: JsonValue, to: AttributeShape): MappedTarget | null => {
  const { documentId, contentType, locale, status } = isFields(value)
    ? value
    : { documentId: value };
  const target = to.target ?? contentType;
  if (
    typeof documentId !== 'string' ||
    typeof target !== 'string' ||
    (contentType !== undefined && contentType !== target)
  ) {
    return null;
  }
  return {
    kind: 'local',
    reference: {
      contentType: target,
      documentId,
      ...(typeof locale === 'string' ? { locale } : {}),
      ...(status === 'draft' || status === 'published' ? { status } : {}),
    },
  };
};

const readTargets = (value: JsonValue, to: AttributeShape): DefaultReading => {
  const values = asList(value);
  const targets = values.map((one) => readTarget(one, to)).filter((target) => target !== null);
  if (targets.length < values.length) {
    return {
      kind: 'refused',
      reason: `${quote(value)} names no document. Give the documentId of a document of ${
        to.target ?? 'this site as { "contentType", "documentId" }'
      }`,
    };
  }
  return targets.length > 1 && !isList(to)
    ? tooMany(to)
    : { kind: 'read', field: { kind: 'targets', many: isList(to), targets } };
};

const readComponent = (
  value: JsonValue,
  to: AttributeShape,
  local: Shapes
): MappedComponent | string => {
  if (!isFields(value)) {
    return `${quote(value)} is no object with the fields of a component`;
  }
  const { __component: marker, ...given } = value;
  const uid = to.type === 'dynamiczone' ? marker : to.component;
  const shape =
    typeof uid === 'string' && componentsIn(to).includes(uid) ? findType(local, uid) : null;
  if (!shape) {
    return `__component must be one of ${list(componentsIn(to))}`;
  }
  const fields: [string, MappedField][] = [];
  for (const [name, part] of Object.entries(given)) {
    const attribute = findField(shape, name);
    if (!attribute) {
      return `${shape.uid} has no field ${name}`;
    }
    const reading = readDefault(part, attribute, local);
    if (reading.kind === 'refused') {
      return `${name}: ${reading.reason}`;
    }
    if (reading.kind === 'read') {
      fields.push([name, reading.field]);
    }
  }
  return {
    component: to.type === 'dynamiczone' ? shape.uid : null,
    fields: Object.fromEntries(fields),
  };
};

const readComponents = (value: JsonValue, to: AttributeShape, local: Shapes): DefaultReading => {
  const entries: MappedComponent[] = [];
  for (const part of asList(value)) {
    const entry = readComponent(part, to, local);
    if (typeof entry === 'string') {
      return { kind: 'refused', reason: entry };
    }
    entries.push(entry);
  }
  return entries.length > 1 && !isList(to)
    ? tooMany(to)
    : { kind: 'read', field: { kind: 'components', many: isList(to), entries } };
};

/**
 * A default value for a local field: a value that converts without loss, the documentId of a local
 * document or file, a component as an object; lists of these where the field holds a list.
 * An empty value is no default.
 */
export const readDefault = (
  value: JsonValue,
  to: AttributeShape,
  local: Shapes
): DefaultReading => {
  if (isEmpty(value)) {
    return { kind: 'none' };
  }
  switch (kindOf(to)) {
    case 'scalar':
      return readValue(value, to);
    case 'relation':
    case 'media':
      return readTargets(value, to);
    case 'component':
      return readComponents(value, to, local);
  }
};

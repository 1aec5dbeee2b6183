/** From a row as Strapi reads it to the form in which a version travels (docs/protocol.md). */
import { isEqual, uniqWith } from 'lodash';

import type { Core } from '@strapi/strapi';

import {
  FILE,
  type Schema,
  type StreamableAttribute,
  findComponent,
  findSchema,
  hasDraftAndPublish,
  isLocalized,
  streamableAttributes,
} from './streamability';
import type { DocumentVersion } from './version';
import type { DocumentFields, JsonValue, VersionStatus } from '../protocol';

/** A row of a content type or component, populated as `version-query.ts` asks for it. */
export type Row = Record<string, unknown>;

const toJsonValue = (value: unknown): JsonValue =>
  value instanceof Date ? value.toISOString() : ((value ?? null) as JsonValue);

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null;

const statusOf = (row: Row): VersionStatus =>
  row.publishedAt === null || row.publishedAt === undefined ? 'draft' : 'published';

/** null for what cannot be named to another site. */
const toReference = (
  strapi: Core.Strapi,
  target: string | null,
  row: unknown,
  withStatus: boolean
): JsonValue => {
  if (!isRow(row)) {
    return null;
  }
  const contentType = target ?? (row.__type as string | undefined) ?? '';
  const schema = findSchema(strapi, contentType);
  if (!schema || typeof row.documentId !== 'string') {
    return null;
  }
  return {
    contentType,
    documentId: row.documentId,
    ...(isLocalized(schema) && typeof row.locale === 'string' ? { locale: row.locale } : {}),
    ...(withStatus && hasDraftAndPublish(schema) ? { status: statusOf(row) } : {}),
  };
};

const toReferences = (
  strapi: Core.Strapi,
  target: string | null,
  value: unknown,
  many: boolean,
  withStatus: boolean
): JsonValue => {
  const rows: unknown[] = Array.isArray(value) ? value : value ? [value] : [];
  const references = uniqWith(
    rows
      .map((row) => toReference(strapi, target, row, withStatus))
      .filter((reference) => reference !== null),
    isEqual
  );
  return many ? references : (references[0] ?? null);
};

const toComponent = (
  strapi: Core.Strapi,
  uid: string,
  value: unknown,
  isInZone: boolean,
  hasStatus: boolean
) => {
  const schema = findComponent(strapi, uid);
  if (!schema || !isRow(value)) {
    return null;
  }
  return {
    ...(isInZone ? { __component: uid } : {}),
    ...toFields(strapi, schema, value, hasStatus),
  };
};

const toValue = (
  strapi: Core.Strapi,
  attribute: StreamableAttribute,
  value: unknown,
  hasStatus: boolean
): JsonValue => {
  switch (attribute.kind) {
    case 'scalar':
      return toJsonValue(value);
    case 'relation':
      return toReferences(
        strapi,
        attribute.target,
        value,
        attribute.many,
        // Of a relation to one, Strapi links draft and published version, and reads the first.
        attribute.byRow || (attribute.many && !hasStatus)
      );
    case 'media':
      return toReferences(strapi, FILE, value, attribute.many, false);
    case 'component':
      return attribute.repeatable
        ? (Array.isArray(value) ? value : []).map((row) =>
            toComponent(strapi, attribute.component, row, false, hasStatus)
          )
        : toComponent(strapi, attribute.component, value, false, hasStatus);
    case 'dynamiczone':
      return (Array.isArray(value) ? value : []).map((row) =>
        toComponent(strapi, String((row as Row).__component), row, true, hasStatus)
      );
  }
};

/**
 * @param hasStatus the document has Draft & Publish: its versions refer to those of the same status
 */
const toFields = (
  strapi: Core.Strapi,
  schema: Schema,
  row: Row,
  hasStatus: boolean
): DocumentFields =>
  Object.fromEntries(
    streamableAttributes(strapi, schema).map((attribute) => [
      attribute.name,
      toValue(strapi, attribute, row[attribute.name], hasStatus),
    ])
  );

export const toVersion = (strapi: Core.Strapi, schema: Schema, row: Row): DocumentVersion => {
  return {
    locale: isLocalized(schema) ? ((row.locale as string | null) ?? null) : null,
    status: hasDraftAndPublish(schema) ? statusOf(row) : null,
    fields: {
      ...toFields(strapi, schema, row, hasDraftAndPublish(schema)),
      createdAt: toJsonValue(row.createdAt),
      updatedAt: toJsonValue(row.updatedAt),
    },
  };
};

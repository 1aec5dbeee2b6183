/** From the version form to what Strapi's document service and its database layer take. */
import type { Core } from '@strapi/strapi';

import type { ListStep } from './large-lists';
import {
  FILE,
  type Schema,
  type StreamableAttribute,
  findComponent,
  findSchema,
  isLocalized,
  streamableAttributes,
  USER_TYPES,
} from './streamability';
import type { DocumentVersion } from './version';
import { type DocumentFields, type JsonValue, type Reference, isReference } from '../protocol';

type Data = Record<string, unknown>;

interface Target {
  locale: string | null;
  status: DocumentVersion['status'];
}

/** The row that a reference means, where Strapi takes no documentId. */
const findRow = async (
  strapi: Core.Strapi,
  { contentType, documentId, locale, status: ownStatus }: Reference,
  { status }: Target
): Promise<number | null> => {
  const schema = findSchema(strapi, contentType);
  if (!schema) {
    return null;
  }
  const rows = await strapi.db
    .queryBuilder(contentType)
    .init({
      where: { documentId, ...(isLocalized(schema) && locale ? { locale } : {}) },
      select: ['id', 'publishedAt'],
      orderBy: { id: 'asc' },
    })
    .execute<{ id: number; publishedAt: string | null }[]>();
  const isPublished = (ownStatus ?? status) === 'published';
  const wanted = rows.find(({ publishedAt }) => (publishedAt !== null) === isPublished);
  return (wanted ?? rows[0])?.id ?? null;
};

const toRelation = async (
  strapi: Core.Strapi,
  attribute: Extract<StreamableAttribute, { kind: 'relation' | 'media' }>,
  value: JsonValue,
  target: Target
): Promise<unknown> => {
  const references = (Array.isArray(value) ? value : [value]).filter(isReference);
  const isPolymorphic = attribute.kind === 'relation' && attribute.target === null;

  if (attribute.kind === 'relation' && attribute.byRow) {
    const [reference] = references;
    const id = reference ? await findRow(strapi, reference, target) : null;
    if (!reference || id === null) {
      return null;
    }
    return isPolymorphic ? { __type: reference.contentType, id } : id;
  }
  const rows: object[] = [];
  for (const reference of references) {
    const { contentType, documentId, locale, status } = reference;
    if (contentType === FILE || USER_TYPES.includes(contentType)) {
      const id = await findRow(strapi, reference, target);
      rows.push(
        ...(id === null ? [] : [{ id, ...(isPolymorphic ? { __type: contentType } : {}) }])
      );
    } else {
      rows.push({
        documentId,
        ...(locale ? { locale } : {}),
        ...(status ? { status } : {}),
        ...(isPolymorphic ? { __type: contentType } : {}),
      });
    }
  }
  return { set: rows };
};

const toValue = async (
  strapi: Core.Strapi,
  attribute: StreamableAttribute,
  value: JsonValue,
  target: Target
): Promise<unknown> => {
  switch (attribute.kind) {
    case 'scalar':
      return value;
    case 'relation':
    case 'media':
      return toRelation(strapi, attribute, value, target);
    case 'component':
    case 'dynamiczone': {
      const toComponent = async (fields: JsonValue): Promise<unknown> => {
        const { __component: marker, ...rest } = fields as DocumentFields;
        const uid = attribute.kind === 'component' ? attribute.component : marker;
        const schema = typeof uid === 'string' ? findComponent(strapi, uid) : null;
        return schema
          ? {
              ...(attribute.kind === 'dynamiczone' ? { __component: uid } : {}),
              ...(await toData(strapi, schema, rest, target)),
            }
          : null;
      };
      if (!Array.isArray(value)) {
        return value === null ? null : toComponent(value);
      }
      const components: unknown[] = [];
      for (const fields of value) {
        components.push(await toComponent(fields));
      }
      return components;
    }
  }
};

const toData = async (
  strapi: Core.Strapi,
  schema: Schema,
  fields: DocumentFields,
  target: Target
): Promise<Data> => {
  const data: Data = {};
  for (const attribute of streamableAttributes(strapi, schema)) {
    const value = fields[attribute.name];
    if (value !== undefined) {
      data[attribute.name] = await toValue(strapi, attribute, value, target);
    }
  }
  return data;
};

/** Data for `create` or `update` of a draft, or of a type without Draft & Publish. */
export const toServiceData = (
  strapi: Core.Strapi,
  schema: Schema,
  fields: DocumentFields,
  locale: string | null
): Promise<Data> => toData(strapi, schema, fields, { locale, status: 'draft' });

/** Data for an `update` that changes a list without replacing it. */
export const toStepData = async (
  strapi: Core.Strapi,
  schema: Schema,
  { name, kind, references }: ListStep,
  locale: string | null
): Promise<Data> => {
  const data = await toServiceData(strapi, schema, { [name]: references }, locale);
  const { set } = data[name] as { set: object[] };
  return { [name]: { [kind]: set } };
};

interface DocumentUtils {
  transformData(
    data: Data,
    options: {
      uid: string;
      locale: string | null;
      status: DocumentVersion['status'] | undefined;
      allowMissingId: boolean;
      useRequestCache: boolean;
    }
  ): Promise<Data>;
}

/**
 * Strapi takes an empty list for a polymorphic relation as nothing to do (`updateRelations` of its
 * database layer), so what is there is disconnected.
 */
const withDisconnected = async (
  strapi: Core.Strapi,
  schema: Schema,
  data: Data,
  { fields, present }: { fields: DocumentFields; present: DocumentFields },
  target: Target
): Promise<Data> => {
  const emptied = streamableAttributes(strapi, schema).filter(
    (attribute) =>
      attribute.kind === 'relation' &&
      attribute.many &&
      attribute.target === null &&
      isEmptyList(fields[attribute.name]) &&
      present[attribute.name] !== undefined
  );
  const changed = { ...data };
  for (const attribute of emptied) {
    const { set } = (await toValue(strapi, attribute, present[attribute.name] ?? [], target)) as {
      set: object[];
    };
    changed[attribute.name] = { disconnect: set };
  }
  return changed;
};

const isEmptyList = (value: JsonValue | undefined): boolean =>
  Array.isArray(value) && value.length === 0;

/**
 * Data for a version's row itself: references are to rows of the same locale and status.
 *
 * @param present what the row holds now
 */
export const toRowData = async (
  strapi: Core.Strapi,
  schema: Schema,
  fields: DocumentFields,
  present: DocumentFields,
  { locale, status }: Target
): Promise<Data> => {
  const { utils } = strapi.documents as unknown as { utils: DocumentUtils };
  const target = { locale, status };
  const wanted = await toData(strapi, schema, fields, target);
  const data = await withDisconnected(strapi, schema, wanted, { fields, present }, target);
  return utils.transformData(data, {
    uid: schema.uid,
    locale,
    status: status ?? undefined,
    allowMissingId: true,
    useRequestCache: false,
  });
};

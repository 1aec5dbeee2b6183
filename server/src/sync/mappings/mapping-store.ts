import type { Core } from '@strapi/strapi';

import { decodePayload, encodePayload } from '../../platform';
import type {
  CreateMappingInput,
  FieldMapping,
  JsonValue,
  Mapping,
  MappingType,
} from '../../protocol';

export const MAPPING = 'plugin::event-streaming.mapping';
const FIELD_MAPPING = 'plugin::event-streaming.field-mapping';

interface FieldMappingRow {
  id: number;
  localField: string;
  remoteField: string | null;
  mappingType: MappingType | null;
  mapping: { documentId: string } | null;
  remoteValueFilters: string | null;
  defaultValue: string | null;
  transform: string | null;
}

export interface MappingRow {
  id: number;
  documentId: string;
  name: string;
  localContentType: string;
  remoteContentType: string;
  fields: FieldMappingRow[];
  createdAt: string;
  updatedAt: string;
}

/** What a mapping is read with. */
export const POPULATE_MAPPING = {
  fields: { orderBy: 'position', populate: { mapping: { select: ['documentId'] } } },
};

const toFieldMapping = (row: FieldMappingRow): FieldMapping => ({
  localField: row.localField,
  remoteField: row.remoteField,
  mappingType: row.mappingType,
  mapping: row.mapping?.documentId ?? null,
  remoteValueFilters: decodePayload<Record<string, string>>(row.remoteValueFilters),
  defaultValue: decodePayload<JsonValue>(row.defaultValue),
  transform: row.transform,
});

export const toMapping = (row: MappingRow): Mapping => ({
  documentId: row.documentId,
  name: row.name,
  localContentType: row.localContentType,
  remoteContentType: row.remoteContentType,
  fields: row.fields.map(toFieldMapping),
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
});

export const findMappingRows = (
  strapi: Core.Strapi,
  where: Record<string, unknown> = {}
): Promise<MappingRow[]> =>
  strapi.db.query(MAPPING).findMany({
    where,
    populate: POPULATE_MAPPING,
    orderBy: 'id',
  }) as Promise<MappingRow[]>;

/** All mappings of this site. */
export const findMappings = async (strapi: Core.Strapi): Promise<Mapping[]> =>
  (await findMappingRows(strapi)).map(toMapping);

/** Ids of all mappings, by documentId. */
export const findMappingIds = async (strapi: Core.Strapi): Promise<Map<string, number>> => {
  const rows = (await strapi.db.query(MAPPING).findMany({ select: ['id', 'documentId'] })) as {
    id: number;
    documentId: string;
  }[];
  return new Map(rows.map(({ id, documentId }) => [documentId, id]));
};

const insertFields = async (
  strapi: Core.Strapi,
  mappingId: number,
  fields: FieldMapping[],
  idOf: ReadonlyMap<string, number>
): Promise<void> => {
  for (const [position, field] of fields.entries()) {
    await strapi.db.query(FIELD_MAPPING).create({
      data: {
        ...field,
        position,
        owner: mappingId,
        mapping: field.mapping === null ? null : (idOf.get(field.mapping) ?? null),
        remoteValueFilters: field.remoteValueFilters && encodePayload(field.remoteValueFilters),
        defaultValue: field.defaultValue === null ? null : encodePayload(field.defaultValue),
      },
    });
  }
};

const deleteFields = async (strapi: Core.Strapi, { fields }: MappingRow): Promise<void> => {
  await strapi.db
    .query(FIELD_MAPPING)
    .deleteMany({ where: { id: { $in: fields.map(({ id }) => id) } } });
};

/**
 * Writes a mapping as given, in the ambient transaction.
 * @param current null: it is a new one
 * @returns its documentId
 */
export const writeMapping = async (
  strapi: Core.Strapi,
  current: MappingRow | null,
  { fields, ...data }: CreateMappingInput
): Promise<string> => {
  const mappings = strapi.db.query(MAPPING);
  const saved = (
    current
      ? await mappings.update({ where: { id: current.id }, data })
      : await mappings.create({ data })
  ) as { id: number; documentId: string };
  if (current) {
    await deleteFields(strapi, current);
  }
  await insertFields(strapi, saved.id, fields, await findMappingIds(strapi));
  return saved.documentId;
};

/** In the ambient transaction. */
export const removeMapping = async (strapi: Core.Strapi, mapping: MappingRow): Promise<void> => {
  await deleteFields(strapi, mapping);
  await strapi.db.query(MAPPING).delete({ where: { id: mapping.id } });
};

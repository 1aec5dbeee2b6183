/**
 * Which content types can be streamed, and which of their attributes travel. Passwords and
 * private attributes never leave the site (DESIGN §2.6).
 */
import type { Core, Struct, UID } from '@strapi/strapi';

const SCALAR_TYPES = new Set([
  'string',
  'text',
  'richtext',
  'blocks',
  'email',
  'uid',
  'integer',
  'biginteger',
  'float',
  'decimal',
  'boolean',
  'date',
  'time',
  'datetime',
  'timestamp',
  'enumeration',
  'json',
  'customField',
]);

/** Set by Strapi on every content type, and streamed as facts or not at all. */
const SYSTEM_ATTRIBUTES = new Set([
  'id',
  'documentId',
  'createdAt',
  'updatedAt',
  'publishedAt',
  'firstPublishedAt',
  'createdBy',
  'updatedBy',
  'locale',
  'localizations',
  'strapi_stage',
  'strapi_assignee',
]);

export interface StreamableAttribute {
  name: string;
  type: string;
}

type Schema = Struct.ContentTypeSchema;

const privateNames = (strapi: Core.Strapi, schema: Schema): Set<string> => {
  const options = schema.options as { privateAttributes?: string[] } | undefined;
  return new Set([
    ...strapi.config.get<string[]>('api.responses.privateAttributes', []),
    ...(options?.privateAttributes ?? []),
  ]);
};

const ownAttributes = (schema: Schema) =>
  Object.entries(schema.attributes).filter(([name]) => !SYSTEM_ATTRIBUTES.has(name));

/** The attributes of a content type that travel, in the schema's order. */
export const streamableAttributes = (
  strapi: Core.Strapi,
  schema: Schema
): StreamableAttribute[] => {
  const hidden = privateNames(strapi, schema);
  return ownAttributes(schema)
    .filter(
      ([name, attribute]) =>
        SCALAR_TYPES.has(attribute.type) &&
        !hidden.has(name) &&
        !('private' in attribute && attribute.private)
    )
    .map(([name, attribute]) => ({ name, type: attribute.type }));
};

const isLocalized = (schema: Schema) =>
  (schema.pluginOptions as { i18n?: { localized?: boolean } } | undefined)?.i18n?.localized ===
  true;

/** Why a content type cannot be streamed, as the end of a sentence; null when it can. */
export const reasonNotStreamable = (schema: Schema): string | null => {
  const isHidden =
    (schema.pluginOptions as { 'content-manager'?: { visible?: boolean } } | undefined)?.[
      'content-manager'
    ]?.visible === false;
  if (isHidden || !/^(api|plugin)::/.test(schema.uid)) {
    return 'it is internal to Strapi or a plugin';
  }
  if (schema.kind === 'singleType') {
    return 'single types are not supported yet';
  }
  if (schema.options?.draftAndPublish) {
    return 'Draft & Publish is not supported yet';
  }
  if (isLocalized(schema)) {
    return 'localized content types are not supported yet';
  }
  const nested = ownAttributes(schema)
    .filter(([, attribute]) => !SCALAR_TYPES.has(attribute.type) && attribute.type !== 'password')
    .map(([name]) => name);
  return nested.length > 0
    ? `components, relations and media are not supported yet (${nested.join(', ')})`
    : null;
};

/** A content type's schema, or null when this site has none of that uid. */
export const findSchema = (strapi: Core.Strapi, uid: string): Schema | null =>
  Object.hasOwn(strapi.contentTypes, uid) ? strapi.contentTypes[uid as UID.ContentType] : null;

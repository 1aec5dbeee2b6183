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

export const FILE = 'plugin::upload.file';

/** People have accounts of their own on each site: they are matched, never copied by a relation. */
export const USER_TYPES: readonly string[] = ['admin::user', 'plugin::users-permissions.user'];

interface Attribute {
  name: string;
  type: string;
}
/** An attribute that travels, in one of five kinds. */
export type StreamableAttribute = Attribute &
  (
    | { kind: 'scalar' }
    | { kind: 'component'; component: string; repeatable: boolean }
    | { kind: 'dynamiczone'; components: string[] }
    /**
     * `target` null: a polymorphic relation. `byRow`: it is kept in a column of its own and means
     * one row, whatever its status; else Strapi sees to it that the statuses match.
     */
    | { kind: 'relation'; target: string | null; many: boolean; byRow: boolean }
    | { kind: 'media'; many: boolean }
  );

/** A content type or a component. */
export type Schema = Struct.ContentTypeSchema | Struct.ComponentSchema;
export type ContentTypeSchema = Struct.ContentTypeSchema;

/**
 * A content type's schema, or null when this site has none of that uid. By uid, since
 * `strapi.contentTypes` is made anew each time it is read; the registry is a plain object, whose
 * inherited names are no uids.
 */
export const findSchema = (strapi: Core.Strapi, uid: string): ContentTypeSchema | null =>
  uid.includes('::') ? (strapi.contentType(uid as UID.ContentType) ?? null) : null;

export const findComponent = (strapi: Core.Strapi, uid: string): Schema | null =>
  Object.hasOwn(strapi.components, uid) ? strapi.components[uid as UID.Component] : null;

export const isLocalized = (schema: Schema): boolean =>
  (schema.pluginOptions as { i18n?: { localized?: boolean } } | undefined)?.i18n?.localized ===
  true;

export const hasDraftAndPublish = (schema: Schema): boolean =>
  schema.modelType === 'contentType' && schema.options?.draftAndPublish === true;

/** Whether a document of this type can have more than one version. */
export const hasVersions = (schema: Schema): boolean =>
  isLocalized(schema) || hasDraftAndPublish(schema);

const isHidden = (schema: Schema): boolean =>
  (schema.pluginOptions as { 'content-manager'?: { visible?: boolean } } | undefined)?.[
    'content-manager'
  ]?.visible === false;

/** Files are hidden from the Content Manager, and yet content. */
const isContent = (schema: Schema): boolean =>
  schema.uid === FILE || (/^(api|plugin)::/.test(schema.uid) && !isHidden(schema));

/** Whether users are matched by e-mail with those of other sites, as this site's owner wants it. */
export const matchesUsers = (strapi: Core.Strapi): boolean =>
  strapi.config.get('plugin::event-streaming.relations.users') === 'matchByEmail';

/** Whether a relation to a content type says something to another site. */
const canReferTo = (strapi: Core.Strapi, target: string): boolean => {
  if (target === 'admin::user') {
    return matchesUsers(strapi);
  }
  const schema = findSchema(strapi, target);
  return schema !== null && isContent(schema);
};

const privateNames = (strapi: Core.Strapi, schema: Schema): Set<string> => {
  const options = schema.options as { privateAttributes?: string[] } | undefined;
  return new Set([
    ...strapi.config.get<string[]>('api.responses.privateAttributes', []),
    ...(options?.privateAttributes ?? []),
  ]);
};

interface RelationAttribute {
  relation?: string;
  target?: string;
  mappedBy?: string;
  useJoinTable?: boolean;
  component?: string;
  components?: string[];
  repeatable?: boolean;
  multiple?: boolean;
  private?: boolean;
}

/**
 * Relations travel with the side that owns them: the other side is a view of the same rows, and a
 * document would otherwise change with every document that refers to it.
 */
const toStreamable = (
  strapi: Core.Strapi,
  name: string,
  attribute: RelationAttribute & { type: string }
): StreamableAttribute | null => {
  const { type } = attribute;
  if (SCALAR_TYPES.has(type)) {
    return { name, type, kind: 'scalar' };
  }
  switch (type) {
    case 'component':
      return attribute.component
        ? {
            name,
            type,
            kind: 'component',
            component: attribute.component,
            repeatable: attribute.repeatable === true,
          }
        : null;
    case 'dynamiczone':
      return { name, type, kind: 'dynamiczone', components: attribute.components ?? [] };
    case 'media':
      return { name, type, kind: 'media', many: attribute.multiple === true };
    case 'relation': {
      const { relation = '', target = null } = attribute;
      if (relation === 'morphToOne' || relation === 'morphToMany') {
        const many = relation === 'morphToMany';
        return { name, type, kind: 'relation', target: null, many, byRow: !many };
      }
      const isOwner = !attribute.mappedBy && !relation.startsWith('morph');
      return isOwner && target !== null && canReferTo(strapi, target)
        ? {
            name,
            type,
            kind: 'relation',
            target,
            many: relation.endsWith('ToMany'),
            byRow: attribute.useJoinTable === false,
          }
        : null;
    }
    default:
      return null;
  }
};

/**
 * The attributes of a content type or component that travel, in the schema's order. For files,
 * which are read and written in their own way, none.
 */
export const streamableAttributes = (
  strapi: Core.Strapi,
  schema: Schema
): StreamableAttribute[] => {
  const hidden = privateNames(strapi, schema);
  return Object.entries(schema.attributes as Record<string, RelationAttribute & { type: string }>)
    .filter(
      ([name, attribute]) =>
        !SYSTEM_ATTRIBUTES.has(name) && !hidden.has(name) && attribute.private !== true
    )
    .flatMap(([name, attribute]) => toStreamable(strapi, name, attribute) ?? []);
};

/** Why a content type cannot be streamed, as the end of a sentence; null when it can. */
export const reasonNotStreamable = (schema: ContentTypeSchema): string | null =>
  isContent(schema) ? null : 'it is internal to Strapi or a plugin';

/** The components of an attribute. */
export const componentsOf = (attribute: StreamableAttribute): string[] => {
  if (attribute.kind === 'component') {
    return [attribute.component];
  }
  return attribute.kind === 'dynamiczone' ? attribute.components : [];
};

/** Every schema that a document of this type consists of: itself and its components, nested too. */
export const schemasWithin = (strapi: Core.Strapi, schema: Schema): Schema[] => {
  const found = new Map<string, Schema>();
  const visit = (next: Schema) => {
    if (found.has(next.uid)) {
      return;
    }
    found.set(next.uid, next);
    streamableAttributes(strapi, next)
      .flatMap(componentsOf)
      .forEach((uid) => {
        const component = findComponent(strapi, uid);
        if (component) {
          visit(component);
        }
      });
  };
  visit(schema);
  return [...found.values()];
};

/** Content types that documents of this type can refer to; a polymorphic relation names none. */
export const targetsOf = (strapi: Core.Strapi, schema: Schema): string[] => [
  ...new Set(
    schemasWithin(strapi, schema)
      .flatMap((part) => streamableAttributes(strapi, part))
      .flatMap((attribute) => {
        if (attribute.kind === 'media') {
          return [FILE];
        }
        return attribute.kind === 'relation' && attribute.target !== null ? [attribute.target] : [];
      })
  ),
];

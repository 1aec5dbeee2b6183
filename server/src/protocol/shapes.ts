/**
 * What content types and components look like, for those who map one site's documents into
 * another's. The shapes of a producer cross the wire, and are believed only within these bounds.
 */
import { z } from '@strapi/utils';

import { identifier } from './events';

const MAX_SHAPES = 500;
const MAX_ATTRIBUTES = 500;
const MAX_ENUM_VALUES = 1000;

/** A name that could reach a prototype is refused. */
export const fieldName = identifier.refine(
  (name) => name !== '__proto__',
  'cannot be the name of a field'
);

/** The uid of a content type or of a component. */
export const typeUid = identifier.regex(
  /^((api|plugin|admin)::)?[a-z0-9_-]+\.[a-z0-9_-]+$/i,
  'must be the uid of a content type or component, such as api::note.note or shared.link'
);

/** Limits of big integers are text. */
const limit = z.union([z.number(), z.string().max(40)]);
const length = z.number().int().min(0);

export const attributeShape = z.object({
  name: fieldName,
  /** Strapi's: `string`, `component`, `relation` … */
  type: identifier,
  required: z.boolean().optional(),
  unique: z.boolean().optional(),
  /** Strapi fills it by itself when a document is created without it. */
  hasDefault: z.boolean().optional(),
  min: limit.optional(),
  max: limit.optional(),
  minLength: length.optional(),
  maxLength: length.optional(),
  /** Of an enumeration: its values. */
  enum: z.array(z.string().max(255)).max(MAX_ENUM_VALUES).optional(),
  /** Of a component. */
  component: typeUid.optional(),
  repeatable: z.boolean().optional(),
  /** Of a dynamic zone. */
  components: z.array(typeUid).max(MAX_SHAPES).optional(),
  /** Of a relation or media: the content type; null: any. */
  target: typeUid.nullable().optional(),
  /** Of a relation or media: it holds a list. */
  many: z.boolean().optional(),
  /** Of a relation: to people, who are told by their e-mail address and have no copies. */
  matchedByEmail: z.boolean().optional(),
});
export type AttributeShape = z.infer<typeof attributeShape>;

export const typeShape = z.object({
  uid: typeUid,
  modelType: z.enum(['contentType', 'component']),
  displayName: z.string().max(255),
  draftAndPublish: z.boolean(),
  localized: z.boolean(),
  /** There is one document of it. */
  singleType: z.boolean().optional(),
  /** Of a localized content type: the locale that documents have if none is named. */
  defaultLocale: identifier.optional(),
  /** Those that travel, in the schema's order. */
  attributes: z.array(attributeShape).max(MAX_ATTRIBUTES),
});
export type TypeShape = z.infer<typeof typeShape>;

/** Content types, each with all components within, by uid. */
export const shapes = z
  .record(typeUid, typeShape)
  .refine((byUid) => Object.keys(byUid).length <= MAX_SHAPES, `must be at most ${MAX_SHAPES} types`)
  .refine(
    (byUid) => Object.entries(byUid).every(([uid, shape]) => uid === shape.uid),
    'each type must be under its own uid'
  );
export type Shapes = z.infer<typeof shapes>;

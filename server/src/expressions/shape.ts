/**
 * What conditions and mappings know of a content type: its fields by name. Only what may leave the
 * site is in it, so a private or password field is unknown to every expression and filter.
 */
import type { JsonValue } from '../protocol';

/** Scalars in the form in which they travel: dates as ISO text, big integers as text. */
export type ScalarKind =
  | 'string'
  | 'integer'
  | 'biginteger'
  | 'float'
  | 'decimal'
  | 'boolean'
  | 'date'
  | 'datetime'
  /** Strapi's `timestamp`: milliseconds since 1970, as text. */
  | 'timestamp'
  | 'time'
  | 'json';

/** Shapes within shapes are functions, because content types refer to each other in circles. */
export type FieldShape =
  | { readonly kind: ScalarKind }
  | { readonly kind: 'enumeration'; readonly values: readonly string[] }
  | { readonly kind: 'component'; readonly repeatable: boolean; readonly shape: () => Shape }
  | {
      readonly kind: 'dynamiczone';
      readonly components: Readonly<Record<string, () => Shape>>;
    }
  /** `target` null: a polymorphic relation, whose target may be anything. */
  | {
      readonly kind: 'relation' | 'media';
      readonly many: boolean;
      readonly target: (() => Shape) | null;
    };

export type Shape = Readonly<Record<string, FieldShape>>;

/** What Strapi gives every document, for the shape of a content type. */
export const SYSTEM_FIELDS = {
  documentId: { kind: 'string' },
  locale: { kind: 'string' },
  createdAt: { kind: 'datetime' },
  updatedAt: { kind: 'datetime' },
  publishedAt: { kind: 'datetime' },
} as const satisfies Shape;

/** Taken once: in a context of `vm`, as Jest's, each look at a global costs a microsecond. */
export const { hasOwn } = Object;
export const isArray: (value: unknown) => value is readonly unknown[] = Array.isArray;

export const fieldOf = (shape: Shape, name: string): FieldShape | null =>
  hasOwn(shape, name) ? shape[name] : null;

export type JsonObject = { readonly [name: string]: JsonValue };

/** A field that is not there is an empty one; what is inherited is no field. */
export const valueOf = (owner: JsonObject, name: string): JsonValue =>
  hasOwn(owner, name) ? (owner[name] ?? null) : null;

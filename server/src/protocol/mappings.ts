/** Mappings in the admin API (DESIGN §10): how a remote content type becomes a local one. */
import { z } from '@strapi/utils';

import type { Page } from './admin';
import { identifier } from './events';
import { fieldName, typeUid } from './shapes';

/** What fills a field that is no plain value; null: a value, or files. */
export const MAPPING_TYPES = ['component', 'document'] as const;
export type MappingType = (typeof MAPPING_TYPES)[number];

const MAX_ROWS = 500;
const expression = z.string().trim().min(1).max(2000);

const fieldMappingInput = z.strictObject({
  localField: fieldName,
  /** null: the field is filled by the default value, a transform, or a look-up. */
  remoteField: fieldName.nullable().default(null),
  mappingType: z.enum(MAPPING_TYPES).nullable().default(null),
  /** documentId of the mapping for the component's fields, or for the related document. */
  mapping: identifier.nullable().default(null),
  /** Field of the remote document to find → field of this document, or `eval:` and an expression. */
  remoteValueFilters: z.record(fieldName, expression).nullable().default(null),
  /** In place of an empty remote value; null: none. */
  defaultValue: z.json().default(null),
  /** Expression over `doc` that computes the value. */
  transform: expression.nullable().default(null),
});

export const createMappingBody = z.strictObject({
  name: z.string().trim().min(1).max(255),
  localContentType: typeUid,
  remoteContentType: typeUid,
  fields: z.array(fieldMappingInput).max(MAX_ROWS),
});
export const updateMappingBody = createMappingBody.partial();

export type FieldMapping = z.infer<typeof fieldMappingInput>;
export type CreateMappingInput = z.infer<typeof createMappingBody>;
export type UpdateMappingInput = z.infer<typeof updateMappingBody>;

/** A mapping of two content types, or of two components. */
export interface MappingDefinition extends CreateMappingInput {
  /** null: not saved yet. */
  documentId: string | null;
}

export interface Mapping extends MappingDefinition {
  documentId: string;
  createdAt: string;
  updatedAt: string;
}

export interface MappingProblem {
  /** A mapping with errors cannot work; a warning says what may go wrong with some documents. */
  severity: 'error' | 'warning';
  /** Index of the row; null: it is about the mapping as a whole. */
  row: number | null;
  /** What to change: a property of the row or of the mapping, such as `remoteField`. */
  field: string;
  /** A sentence that says what to do. */
  message: string;
}

/** `GET|POST /mappings`, `GET|PUT|DELETE /mappings/:documentId` */
export namespace Mappings {
  export type ListResponse = Page<Mapping>;
  export type CreateRequest = z.input<typeof createMappingBody>;
  export type UpdateRequest = z.input<typeof updateMappingBody>;
  export interface Response {
    data: Mapping;
    /** Warnings: with errors nothing is saved. */
    meta: { problems: MappingProblem[] };
  }
  export interface DeleteResponse {
    data: { documentId: string };
  }
}

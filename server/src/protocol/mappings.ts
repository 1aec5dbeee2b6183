/** Mappings in the admin API (DESIGN §10): how a remote content type becomes a local one. */
import { z } from '@strapi/utils';

import type { Page } from './admin';
import { type DocumentFields, type JsonValue, type VersionStatus, identifier } from './events';
import { type Shapes, fieldName, typeUid } from './shapes';

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
/** A mapping as it stands in the form, which may not be saved yet. */
export const draftMappingBody = createMappingBody.extend({
  /** The mapping that it is to replace; null: a new one. */
  documentId: identifier.nullable().default(null),
});
export const previewMappingBody = z.strictObject({
  /** documentId of a mapping, or one as it stands in the form. */
  mapping: z.union([identifier, draftMappingBody]),
  /** documentId of the producer whose document is mapped. */
  producer: identifier,
  /** The document's id on the producer. */
  documentId: identifier,
  /** Which versions are shown; left out: all. */
  locale: identifier.nullable().optional(),
  status: z.enum(['draft', 'published']).nullable().optional(),
});

export type FieldMapping = z.infer<typeof fieldMappingInput>;
export type CreateMappingInput = z.infer<typeof createMappingBody>;
export type UpdateMappingInput = z.infer<typeof updateMappingBody>;
export type PreviewMappingInput = z.infer<typeof previewMappingBody>;

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

/** A producer or a mapping that a mapping cannot be deleted for. */
export interface MappingUse {
  kind: 'producer' | 'mapping';
  documentId: string;
  name: string;
}

/** What would become of a document of a producer. */
export type PreviewOutcome = 'create' | 'update' | 'adopt' | 'fail';

export interface PreviewedVersion {
  locale: string | null;
  status: VersionStatus | null;
  /** The producer's fields. */
  remote: DocumentFields;
  /** What they become; null: it does not come to that. References are to documents of this site. */
  local: DocumentFields | null;
  /** What is here; null: the version is not. */
  before: DocumentFields | null;
}

export interface PreviewedLookup {
  /** Where the document that is looked for belongs, such as `lines.2.product`. */
  path: string;
  remoteContentType: string;
  filters: Record<string, JsonValue>;
  /** What the producer has found: one, as is needed, none, or two of several. */
  found: string[];
}

export interface MappingPreview {
  outcome: PreviewOutcome;
  /** A sentence that says why it fails; else null. */
  reason: string | null;
  localContentType: string;
  /** The document here; null while there is none. */
  localDocumentId: string | null;
  versions: PreviewedVersion[];
  lookups: PreviewedLookup[];
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

/** `GET /mappings/:documentId/uses`: what has to let go of a mapping before it can be deleted. */
export namespace MappingUses {
  export interface Response {
    data: MappingUse[];
  }
}

/** `GET /mappings/types`: what can be mapped into what. */
export namespace MappableTypes {
  export interface Response {
    data: {
      /** This site's content types and components. */
      local: Shapes;
      /** Those of the producers; of one that several have, as the first of them says. */
      remote: Shapes;
      /** `error`: why it could not be asked just now. What it said last counts. */
      producers: { documentId: string; name: string; error: string | null }[];
    };
  }
}

/** `POST /mappings/check`: what saving would say, without saving. */
export namespace CheckMapping {
  export type Request = z.input<typeof draftMappingBody>;
  export interface Response {
    data: { problems: MappingProblem[] };
  }
}

/** `POST /mappings/preview`: what would become of a document, without writing it. */
export namespace PreviewMapping {
  export type Request = z.input<typeof previewMappingBody>;
  export interface Response {
    data: MappingPreview;
  }
}

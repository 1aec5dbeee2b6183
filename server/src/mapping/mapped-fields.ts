/**
 * A mapped version: the local fields, in which the targets of relations and media are still to be
 * found. Who finds them asks for the targets, and fills them in.
 */
import { isEqual, uniqWith } from 'lodash';

import { MappingError, type RowPlace } from './mapping-error';
import { quote } from './sentences';
import type { DocumentFields, JsonValue, Reference } from '../protocol';

/** A document of the producer, or one that is here. */
export type MappedTarget =
  /** The one that the producer's document refers to. */
  | {
      kind: 'remote';
      reference: Reference;
      /** documentId of the mapping that makes it local; null: it comes as it is. */
      mapping: string | null;
      localContentType: string;
    }
  /** The only document of the producer with these values: see {@link lookupError}. */
  | {
      kind: 'lookup';
      remoteContentType: string;
      filters: Record<string, JsonValue>;
      mapping: string;
      localContentType: string;
      place: RowPlace;
    }
  /** One of this site, as a default. */
  | { kind: 'local'; reference: Reference };

export interface MappedComponent {
  /** Of an entry of a dynamic zone. */
  component: string | null;
  fields: MappedFields;
}

export type MappedField =
  | { kind: 'value'; value: JsonValue }
  | { kind: 'targets'; many: boolean; targets: MappedTarget[] }
  | { kind: 'components'; many: boolean; entries: MappedComponent[] };

/** By name of the local field. */
export type MappedFields = Record<string, MappedField>;

/** All targets in the fields, in order. */
export const findTargets = (fields: MappedFields): MappedTarget[] =>
  Object.values(fields).flatMap((field) => {
    switch (field.kind) {
      case 'value':
        return [];
      case 'targets':
        return field.targets;
      case 'components':
        return field.entries.flatMap((entry) => findTargets(entry.fields));
    }
  });

/** What a target is here; null takes it away. */
export type FillTarget = (target: MappedTarget) => Reference | null;

const fill = (field: MappedField, fillTarget: FillTarget): JsonValue => {
  switch (field.kind) {
    case 'value':
      return field.value;
    case 'targets': {
      // A list of references holds each target once, in the order of its first place.
      const references = uniqWith(
        field.targets.map(fillTarget).filter((reference) => reference !== null),
        isEqual
      );
      return field.many ? references : (references[0] ?? null);
    }
    case 'components': {
      const entries = field.entries.map(({ component, fields }) => ({
        ...(component === null ? {} : { __component: component }),
        ...fillTargets(fields, fillTarget),
      }));
      return field.many ? entries : (entries[0] ?? null);
    }
  }
};

/** The local fields in the whole-version form, with every target as a reference of this site. */
export const fillTargets = (fields: MappedFields, fillTarget: FillTarget): DocumentFields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, fill(field, fillTarget)])
  );

/** What to say when a look-up found none, or more than one. */
export const lookupError = (
  { place, remoteContentType, filters }: Extract<MappedTarget, { kind: 'lookup' }>,
  found: number
): MappingError => {
  const wanted = Object.entries(filters)
    .map(([name, value]) => `${name} ${quote(value)}`)
    .join(' and ');
  const documents = found === 0 ? 'no document' : `${found} documents`;
  return new MappingError(
    place,
    `the producer has ${documents} of ${remoteContentType} with ${wanted}, and exactly one is ` +
      'needed. Change the remote value filters, or the documents of the producer.'
  );
};

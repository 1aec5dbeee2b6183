import { omit } from 'lodash';

import type { Core } from '@strapi/strapi';

import type { LocalReference } from '../resolve-references';
import { type Schema, findReferences, mapReferences } from '../../documents';
import type { DocumentFields, Reference } from '../../protocol';

/** Content for a version of this site, which refers to documents of the producer. */
export interface Content {
  /** The documents of the producer, in order. */
  references: Reference[];
  /** The fields with what each of them is here in its place; what is not here is left out. */
  localize(find: (reference: Reference) => LocalReference | null): DocumentFields;
  /** The fields, for what can be told without knowing documents. */
  fields: DocumentFields;
  /** Fields that are not named stay as they are here, also where the content is new there. */
  isPartial: boolean;
  /** Fields of which this is only what they hold in a version that is new here. */
  defaults: readonly string[];
}

/** Content of a type that is the same on both sites. */
export const contentAsItComes = (
  strapi: Core.Strapi,
  schema: Schema,
  fields: DocumentFields
): Content => ({
  references: findReferences(strapi, schema, fields),
  localize: (find) =>
    mapReferences(strapi, schema, fields, (reference) => {
      const target = find(reference);
      return target ? { ...omit(reference, 'email'), ...target } : null;
    }),
  fields,
  isPartial: false,
  defaults: [],
});

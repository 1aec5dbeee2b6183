/** What a mapping has made of a version, at a place of this site. */
import { pick } from 'lodash';

import type { Core } from '@strapi/strapi';

import type { Content } from './content';
import type { Place } from './places';
import {
  type ContentTypeSchema,
  FACTS,
  findSchema,
  hasDraftAndPublish,
  isLocalized,
  mapReferences,
} from '../../documents';
import { type MappedFields, type MappedTarget, fillTargets, findTargets } from '../../mapping';
import type { DocumentFields, Reference, VersionStatus } from '../../protocol';

/** A version as a mapping has mapped it, before anybody asks where it belongs. */
export interface MappedVersion {
  schema: ContentTypeSchema;
  mapped: MappedFields;
  /** The producer's document that each look-up has found. */
  found: ReadonlyMap<MappedTarget, Reference>;
  defaults: readonly string[];
  /** The producer's fields. */
  state: DocumentFields;
  /** Of the producer's version. */
  status: VersionStatus | null;
  defaultLocale: string | null;
}

/** The document of the producer that a target is, in the locale that is meant here. */
const toReference = (
  strapi: Core.Strapi,
  { found, defaultLocale }: MappedVersion,
  place: Place,
  target: Exclude<MappedTarget, { kind: 'local' }>
): Reference | null => {
  const reference = target.kind === 'remote' ? target.reference : found.get(target);
  if (!reference) {
    return null;
  }
  const { contentType, documentId, email, locale } = reference;
  const schema = findSchema(strapi, target.localContentType);
  const wanted = schema && isLocalized(schema) ? (place.locale ?? locale ?? defaultLocale) : null;
  return {
    contentType,
    documentId,
    ...(email === undefined ? {} : { email }),
    ...(wanted === null ? {} : { locale: wanted }),
  };
};

/** Which version of its target a reference of this site means, where Strapi does not see to it. */
const withVersion = (
  strapi: Core.Strapi,
  version: MappedVersion,
  place: Place,
  fields: DocumentFields
): DocumentFields =>
  mapReferences(strapi, version.schema, fields, ({ status, locale, ...reference }, attribute) => {
    const schema = findSchema(strapi, reference.contentType);
    const isByRow = attribute.kind === 'relation' && attribute.byRow;
    const isAnyStatus = isByRow || (attribute.many && place.status === null);
    const wantedLocale =
      schema && isLocalized(schema) ? (place.locale ?? locale ?? version.defaultLocale) : null;
    return {
      ...reference,
      ...(wantedLocale === null ? {} : { locale: wantedLocale }),
      ...(isAnyStatus && schema && hasDraftAndPublish(schema)
        ? { status: status ?? place.status ?? version.status ?? 'published' }
        : {}),
    };
  });

export const contentAt = (strapi: Core.Strapi, version: MappedVersion, place: Place): Content => {
  const { mapped, defaults, state } = version;
  const referenceOf = (target: MappedTarget) =>
    target.kind === 'local' ? null : toReference(strapi, version, place, target);
  const facts = pick(state, FACTS);

  return {
    references: findTargets(mapped)
      .map(referenceOf)
      .filter((reference) => reference !== null),
    localize(find) {
      const fields = fillTargets(mapped, (target) => {
        if (target.kind === 'local') {
          return target.reference;
        }
        const reference = referenceOf(target);
        const local = reference && find(reference);
        const status = target.kind === 'remote' ? pick(target.reference, 'status') : {};
        return local && { ...local, ...pick(reference, 'locale'), ...status };
      });
      return { ...withVersion(strapi, version, place, fields), ...facts };
    },
    fields: fillTargets(mapped, () => null),
    isPartial: true,
    defaults,
  };
};

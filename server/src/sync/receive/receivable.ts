/** Whether a version fits into this site's content type. */
import type { Core } from '@strapi/strapi';

import type { ApplyContext } from '../apply-context';
import { ApplyError } from '../failures';
import { findMisfits } from '../misfits';
import {
  type ContentTypeSchema,
  type DocumentVersion,
  FACTS,
  FILE,
  type Schema,
  findComponent,
  hasDraftAndPublish,
  isLocalized,
  streamableAttributes,
} from '../../documents';
import { findLocales } from '../../platform';
import type { DocumentFields, JsonValue } from '../../protocol';

/** Paths of fields that this site does not know, such as `sections.quote.source`. */
const unknownFields = (
  strapi: Core.Strapi,
  schema: Schema,
  fields: DocumentFields,
  path: string
): string[] => {
  const known = new Map(
    streamableAttributes(strapi, schema).map((attribute) => [attribute.name, attribute])
  );
  return Object.entries(fields).flatMap(([name, value]) => {
    if ((FACTS as readonly string[]).includes(name)) {
      return [];
    }
    const attribute = known.get(name);
    if (!attribute) {
      return [`${path}${name}`];
    }
    if (attribute.kind !== 'component' && attribute.kind !== 'dynamiczone') {
      return [];
    }
    return (Array.isArray(value) ? value : [value]).flatMap((part: JsonValue) => {
      if (typeof part !== 'object' || part === null || Array.isArray(part)) {
        return [];
      }
      const { __component: marker, ...rest } = part;
      const named = typeof marker === 'string' ? marker : '';
      const uid = attribute.kind === 'component' ? attribute.component : named;
      const isAllowed = attribute.kind === 'component' || attribute.components.includes(uid);
      const component = isAllowed ? findComponent(strapi, uid) : null;
      return component
        ? unknownFields(strapi, component, rest, `${path}${name}.`)
        : [`${path}${name} (component ${uid})`];
    });
  });
};

/**
 * @param fields null of a deletion
 * @throws ApplyError `schema`, with what to do
 */
export const assertReceivable = async (
  context: ApplyContext,
  schema: ContentTypeSchema,
  { locale, status }: Omit<DocumentVersion, 'fields'>,
  fields: DocumentFields | null
): Promise<void> => {
  const fail = (message: string) => {
    throw new ApplyError('schema', `${message}, then resync.`);
  };
  const { strapi } = context;
  if (schema.uid === FILE) {
    return;
  }
  if ((status !== null) !== hasDraftAndPublish(schema)) {
    fail(
      `${schema.uid} has Draft & Publish on only one of the sites. Switch it on or off here as it ` +
        'is there'
    );
  }
  if ((locale !== null) !== isLocalized(schema)) {
    fail(
      `${schema.uid} is localized on only one of the sites. Switch internationalization on or off ` +
        'here as it is there'
    );
  }
  if (locale !== null && !(await findLocales(strapi)).includes(locale)) {
    fail(`This site has no locale ${locale}. Add it in Settings → Internationalization`);
  }
  const unknown = unknownFields(strapi, schema, fields ?? {}, '');
  if (unknown.length > 0) {
    fail(`${schema.uid} has no field ${unknown.join(', ')} here. Add it to the content type`);
  }
  const misfits = findMisfits(context, schema, fields ?? {});
  if (misfits.length > 0) {
    fail(
      `What came for ${misfits.join(', ')} does not fit ${schema.uid} here. Make the content type, ` +
        'its components and relations the same on both sites'
    );
  }
};

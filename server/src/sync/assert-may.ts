/** What the subscriber may do in the Content Manager, the plugin may do in his name. */
import type { Core } from '@strapi/strapi';
import { isEqual } from 'lodash';

import type { ApplyContext } from './apply-context';
import { ApplyError } from './failures';
import {
  type DocumentVersion,
  type Schema,
  findComponent,
  readEntity,
  streamableAttributes,
  versionKey,
  withoutFacts,
} from '../documents';
import type { Verb } from '../platform';
import type { DocumentFields } from '../protocol';

export interface Subscriber {
  id: number;
  email: string;
}

interface Act {
  verb: Verb;
  locale: string | null;
  fields: DocumentFields;
}

/** What the change of a document consists of. */
const actsOf = (before: DocumentVersion[], wanted: DocumentVersion[]): Act[] => {
  const present = new Map(before.map((version) => [versionKey(version), version.fields]));
  const acts: Act[] = [];
  for (const { locale, status, fields } of wanted) {
    const earlier = present.get(versionKey({ locale, status }));
    present.delete(versionKey({ locale, status }));
    const changes = Object.fromEntries(
      Object.entries(withoutFacts(fields)).filter(
        ([name, value]) =>
          !isEqual(value, earlier?.[name] ?? null) && !(earlier === undefined && isEqual(value, []))
      )
    );
    if (!earlier || Object.keys(changes).length > 0) {
      if (status === 'published') {
        acts.push({ verb: 'publish', locale, fields: {} });
      } else {
        acts.push({ verb: earlier ? 'update' : 'create', locale, fields: changes });
      }
    }
  }
  for (const { locale, status } of before) {
    if (present.has(versionKey({ locale, status }))) {
      const isUnpublished = wanted.some((version) => version.locale === locale);
      acts.push({ verb: isUnpublished ? 'publish' : 'delete', locale, fields: {} });
    }
  }
  return acts;
};

/** Permissions name the fields of components one by one, a dynamic zone as a whole. */
const pathsOf = (strapi: Core.Strapi, schema: Schema, fields: DocumentFields): string[] =>
  streamableAttributes(strapi, schema)
    .filter(({ name }) => name in fields)
    .flatMap((attribute) => {
      const component =
        attribute.kind === 'component' ? findComponent(strapi, attribute.component) : null;
      if (!component) {
        return [attribute.name];
      }
      const all = Object.fromEntries(
        streamableAttributes(strapi, component).map(({ name }) => [name, null])
      );
      return pathsOf(strapi, component, all).map((path) => `${attribute.name}.${path}`);
    });

/** @throws ApplyError `permission`, with what to do */
export const assertMay = async (
  { strapi, subscriber, permissionsOn }: ApplyContext,
  schema: Schema,
  documentId: string,
  before: DocumentVersion[],
  wanted: DocumentVersion[]
): Promise<void> => {
  const { cannot, requiresEntity } = permissionsOn(schema.uid);
  const refuse = (what: string) => {
    throw new ApplyError(
      'permission',
      `The subscriber ${subscriber.email} may not ${what}. Give one of his roles that permission, ` +
        'or choose another subscriber, then resync.'
    );
  };
  for (const { verb, locale, fields } of actsOf(before, wanted)) {
    const entity = {
      ...(before.length > 0 && requiresEntity[verb]()
        ? await readEntity(strapi, schema.uid, documentId)
        : {}),
      ...(locale === null ? {} : { locale }),
    };
    const subject = Object.keys(entity).length > 0 ? entity : undefined;
    if (cannot[verb](subject)) {
      refuse(`${verb} ${schema.uid}${locale === null ? '' : ` in the locale ${locale}`}`);
    }
    const refused = pathsOf(strapi, schema, fields).find((path) => cannot[verb](subject, path));
    if (refused) {
      refuse(`${verb} the field ${refused} of ${schema.uid}`);
    }
  }
};

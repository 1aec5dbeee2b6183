/**
 * Look-ups of a consumer's mappings: which documents have these values. What a consumer may not
 * see it must not find out by asking either, so only what it may have is looked at.
 */
import type { Core } from '@strapi/strapi';

import { allowedContentTypes } from './closure';
import type { Conditions, JudgesContext } from './conditions';
import type { ConsumerRow } from './consumer-store';
import { type ReadableDocument, readReadable } from './readable-versions';
import { FILE, type Schema, findSchema, streamableAttributes } from '../documents';
import { convertValue } from '../mapping';
import {
  type FindDocumentsRequest,
  type FindDocumentsResponse,
  type JsonValue,
  MAX_FOUND_DOCUMENTS,
  WireError,
} from '../protocol';

type Filters = Record<string, JsonValue>;

/** Facts of every document, with their types. */
const FACTS = new Map([
  ['documentId', 'string'],
  ['createdAt', 'datetime'],
  ['updatedAt', 'datetime'],
]);

/** Values that no two databases compare alike. */
const INCOMPARABLE = ['json', 'blocks'];

const typeOf = (strapi: Core.Strapi, schema: Schema, name: string): string => {
  const attribute = streamableAttributes(strapi, schema).find((one) => one.name === name);
  const isComparable = attribute?.kind === 'scalar' && !INCOMPARABLE.includes(attribute.type);
  const type = isComparable ? attribute.type : FACTS.get(name);
  if (type === undefined || schema.uid === FILE) {
    throw new WireError(
      'field_not_known',
      `Documents of ${schema.uid} cannot be found by ${name}: it has no such field, or none of a ` +
        'kind that can be compared.'
    );
  }
  return type;
};

/** Integers of every database. */
const MAX_INTEGER = 2 ** 31 - 1;

/** What no field of that type holds a database would not compare but refuse. */
const canHold = (type: string, value: JsonValue): boolean =>
  value === null ||
  (convertValue(value, { type: 'json' }, { type }).kind === 'converted' &&
    !(typeof value === 'string' && value.includes('\u0000')) &&
    !(type === 'integer' && Math.abs(Number(value)) > MAX_INTEGER));

const CANDIDATES_AT_ONCE = 100;
/** Each of them is read and judged: a consumer must not have a whole content type gone through. */
const MAX_CANDIDATES = 1000;

const tooMany = (contentType: string) =>
  new WireError(
    'too_many_candidates',
    `More than ${MAX_CANDIDATES} documents of ${contentType} have nearly these values, and are not ` +
      'what is looked for. Look for them by a field that tells them apart.'
  );

/**
 * Documents of which a version, at least nearly, has these values: databases differ in letter case
 * and trailing spaces.
 */
async function* findCandidates(
  strapi: Core.Strapi,
  uid: string,
  filters: Filters
): AsyncGenerator<string[]> {
  for (let after = 0; ; ) {
    const rows = await strapi.db
      .queryBuilder(uid)
      .init({
        where: { $and: [filters, { id: { $gt: after } }] },
        select: ['id', 'documentId'],
        orderBy: { id: 'asc' },
        limit: CANDIDATES_AT_ONCE,
      })
      .execute<{ id: number; documentId: string }[]>();
    yield [...new Set(rows.map(({ documentId }) => documentId))];
    after = rows.at(-1)?.id ?? after;
    if (rows.length < CANDIDATES_AT_ONCE) {
      return;
    }
  }
}

const hasValues = ({ documentId, versions }: ReadableDocument, filters: Filters): boolean =>
  versions.some(({ fields }) =>
    Object.entries(filters).every(
      ([name, value]) => (name === 'documentId' ? documentId : (fields[name] ?? null)) === value
    )
  );

/**
 * Finds documents by equality of own fields, in any version that the consumer may have.
 * @returns at most two: one is needed, and more are too many
 * @throws WireError `content_type_not_approved`; `field_not_known`, the same for a field that does
 *   not exist and one that does not leave the site; `too_many_candidates`
 */
export const findDocuments = async (
  strapi: Core.Strapi,
  conditions: Conditions,
  consumer: ConsumerRow,
  { contentType, filters }: FindDocumentsRequest
): Promise<FindDocumentsResponse> => {
  const context: JudgesContext = {
    strapi,
    conditions,
    consumer,
    allowed: allowedContentTypes(strapi, consumer),
  };
  const schema = findSchema(strapi, contentType);
  if (!schema || !context.allowed.has(contentType)) {
    throw new WireError(
      'content_type_not_approved',
      `${contentType} is not approved for this consumer.`
    );
  }
  const given = Object.entries(filters);
  const canMatch = given
    .map(([name, value]) => canHold(typeOf(strapi, schema, name), value))
    .every(Boolean);
  const found = new Set<string>();
  if (!canMatch) {
    return { documentIds: [] };
  }
  let looked = 0;
  for await (const candidates of findCandidates(strapi, contentType, filters)) {
    looked += candidates.length;
    if (looked > MAX_CANDIDATES) {
      throw tooMany(contentType);
    }
    const documents = await readReadable(context, contentType, candidates);
    documents
      .filter((document) => hasValues(document, filters))
      .forEach(({ documentId }) => found.add(documentId));
    if (found.size >= MAX_FOUND_DOCUMENTS) {
      break;
    }
  }
  return { documentIds: [...found].slice(0, MAX_FOUND_DOCUMENTS) };
};

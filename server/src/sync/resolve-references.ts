/** Which local documents the references of another site mean. */
import { groupBy } from 'lodash';

import { type ApplyContext, areMatched, usesSameId } from './apply-context';
import { findLinks } from './document-links';
import { findLocalSchema } from './local-schema';
import {
  type ContentTypeSchema,
  hasDraftAndPublish,
  isLocalized,
  matchesUsers,
} from '../documents';
import { inChunks } from '../platform';
import type { Reference, VersionStatus } from '../protocol';

export const referenceKey = ({ contentType, documentId, locale, status }: Reference): string =>
  JSON.stringify([contentType, documentId, locale ?? null, status ?? null]);

/** A document of this site. */
export interface LocalReference {
  contentType: string;
  documentId: string;
}

/** By {@link referenceKey} of the producer's; null: it is not here, or not in that version. */
export type Resolved = ReadonlyMap<string, LocalReference | null>;

interface VersionRow {
  documentId: string;
  locale: string | null;
  publishedAt: string | null;
}

type Entry = [key: string, local: LocalReference | null];

/** Users of this site by e-mail: their documentIds. */
const findUsers = async (
  { strapi }: ApplyContext,
  contentType: string,
  references: Reference[]
): Promise<Map<string, string>> => {
  const emails = references.map(({ email }) => email).filter((email) => email !== undefined);
  const rows = matchesUsers(strapi)
    ? await inChunks(emails, (part) =>
        strapi.db
          .queryBuilder(contentType)
          .init({ where: { email: { $in: part } }, select: ['documentId', 'email'] })
          .execute<{ documentId: string; email: string }[]>()
      )
    : [];
  return new Map(rows.map(({ documentId, email }) => [email, documentId]));
};

const resolveUsers = async (
  context: ApplyContext,
  contentType: string,
  references: Reference[]
): Promise<Entry[]> => {
  const users = await findUsers(context, contentType, references);
  return references.map((reference) => {
    const documentId = users.get(reference.email ?? '');
    return [referenceKey(reference), documentId === undefined ? null : { contentType, documentId }];
  });
};

/** The ids that documents of the producer's content type have here, or would have. */
const findLocalIds = async (
  context: ApplyContext,
  contentType: string,
  { uid }: ContentTypeSchema,
  remoteIds: string[]
): Promise<Map<string, string>> => {
  const { strapi, producer } = context;
  const links = await findLinks(strapi, producer.siteId, contentType, remoteIds);
  const isSameId = usesSameId(context, contentType);
  return new Map(
    remoteIds.flatMap((remoteId): [string, string][] => {
      const link = links.get(remoteId);
      const linked = link?.localContentType === uid ? link.localDocumentId : null;
      const localId = linked ?? (isSameId ? remoteId : null);
      return localId === null || link?.state === 'stale' ? [] : [[remoteId, localId]];
    })
  );
};

const findVersions = (
  { strapi }: ApplyContext,
  { uid }: ContentTypeSchema,
  documentIds: string[]
): Promise<VersionRow[]> =>
  inChunks(documentIds, (part) =>
    strapi.db
      .queryBuilder(uid)
      .init({
        where: { documentId: { $in: part } },
        select: ['id', 'documentId', 'locale', 'publishedAt'],
      })
      .execute<VersionRow[]>()
  );

const fits = (
  schema: ContentTypeSchema,
  reference: Reference,
  status: VersionStatus | null,
  { locale, publishedAt }: VersionRow
): boolean => {
  if (isLocalized(schema) && reference.locale && locale !== reference.locale) {
    return false;
  }
  if (!hasDraftAndPublish(schema)) {
    return true;
  }
  const isPublished = publishedAt !== null;
  return reference.status
    ? isPublished === (reference.status === 'published')
    : isPublished || status !== 'published';
};

const resolveDocuments = async (
  context: ApplyContext,
  contentType: string,
  references: Reference[],
  status: VersionStatus | null
): Promise<Entry[]> => {
  const schema = findLocalSchema(context, contentType);
  if (!schema) {
    return references.map((reference) => [referenceKey(reference), null]);
  }
  const remoteIds = [...new Set(references.map(({ documentId }) => documentId))];
  const localIds = await findLocalIds(context, contentType, schema, remoteIds);
  const versions = groupBy(
    await findVersions(context, schema, [...localIds.values()]),
    'documentId'
  );
  return references.map((reference) => {
    const documentId = localIds.get(reference.documentId);
    const isHere =
      documentId !== undefined &&
      versions[documentId]?.some((version) => fits(schema, reference, status, version));
    return [referenceKey(reference), isHere ? { contentType: schema.uid, documentId } : null];
  });
};

/**
 * @param status that of the version that refers: a published version is linked to the published
 *   versions of its targets, as Strapi does it
 */
export const resolveReferences = async (
  context: ApplyContext,
  references: Reference[],
  status: VersionStatus | null
): Promise<Resolved> => {
  const resolved: Entry[] = [];
  for (const [contentType, group] of Object.entries(groupBy(references, 'contentType'))) {
    resolved.push(
      ...(areMatched(context, contentType)
        ? await resolveUsers(context, contentType, group)
        : await resolveDocuments(context, contentType, group, status))
    );
  }
  return new Map(resolved);
};

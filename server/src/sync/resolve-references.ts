/** Which local documents the references of another site mean. */
import { groupBy } from 'lodash';

import { type ApplyContext, areMatched, usesSameId } from './apply-context';
import { findLinks } from './document-links';
import { findSchema, hasDraftAndPublish, isLocalized, matchesUsers } from '../documents';
import type { Reference, VersionStatus } from '../protocol';

export const referenceKey = ({ contentType, documentId, locale, status }: Reference): string =>
  JSON.stringify([contentType, documentId, locale ?? null, status ?? null]);

/** Local documentId by {@link referenceKey}; null: it is not here, or not in that version. */
export type Resolved = ReadonlyMap<string, string | null>;

interface Row {
  documentId: string;
  locale: string | null;
  publishedAt: string | null;
}

/** Users of this site by e-mail: their documentIds. */
const findUsers = async (
  { strapi }: ApplyContext,
  contentType: string,
  references: Reference[]
): Promise<Map<string, string>> => {
  const emails = references.map(({ email }) => email).filter((email) => email !== undefined);
  const rows = matchesUsers(strapi)
    ? await strapi.db
        .queryBuilder(contentType)
        .init({ where: { email: { $in: emails } }, select: ['documentId', 'email'] })
        .execute<{ documentId: string; email: string }[]>()
    : [];
  return new Map(rows.map(({ documentId, email }) => [email, documentId]));
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
  const { strapi, producer } = context;
  const resolved = new Map<string, string | null>();

  for (const [contentType, group] of Object.entries(groupBy(references, 'contentType'))) {
    const remoteIds = [...new Set(group.map(({ documentId }) => documentId))];
    if (areMatched(context, contentType)) {
      const users = await findUsers(context, contentType, group);
      group.forEach((reference) =>
        resolved.set(referenceKey(reference), users.get(reference.email ?? '') ?? null)
      );
      continue;
    }
    const schema = findSchema(strapi, contentType);
    const links = await findLinks(strapi, producer.siteId, contentType, remoteIds);
    const localIdOf = (remoteId: string) => {
      const link = links.get(remoteId);
      if (link?.state === 'stale') {
        return null;
      }
      return link?.localDocumentId ?? (usesSameId(context, contentType) ? remoteId : null);
    };
    const localIds = remoteIds.map(localIdOf).filter((id) => id !== null);
    const rows =
      schema && localIds.length > 0
        ? await strapi.db
            .queryBuilder(contentType)
            .init({
              where: { documentId: { $in: localIds } },
              select: ['id', 'documentId', 'locale', 'publishedAt'],
            })
            .execute<Row[]>()
        : [];
    const byId = groupBy(rows, 'documentId');
    const hasStatus = schema !== null && hasDraftAndPublish(schema);
    const fits = (reference: Reference, publishedAt: string | null): boolean => {
      if (!hasStatus) {
        return true;
      }
      const isPublished = publishedAt !== null;
      return reference.status
        ? isPublished === (reference.status === 'published')
        : isPublished || status !== 'published';
    };
    for (const reference of group) {
      const localId = localIdOf(reference.documentId);
      const isHere = (byId[localId ?? ''] ?? []).some(
        ({ locale, publishedAt }) =>
          fits(reference, publishedAt) &&
          (!schema || !isLocalized(schema) || !reference.locale || locale === reference.locale)
      );
      resolved.set(referenceKey(reference), isHere ? localId : null);
    }
  }
  return resolved;
};

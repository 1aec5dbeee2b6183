/** Which local documents the references of another site mean. */
import { groupBy } from 'lodash';

import { type ApplyContext, usesSameId } from './apply-context';
import { findLinks } from './document-links';
import { USER_TYPES, findSchema, hasDraftAndPublish, isLocalized } from '../documents';
import type { Reference, VersionStatus } from '../protocol';

export const referenceKey = ({ contentType, documentId, locale }: Reference): string =>
  JSON.stringify([contentType, documentId, locale ?? null]);

/** Local documentId by {@link referenceKey}; null: it is not here, or not in that version. */
export type Resolved = ReadonlyMap<string, string | null>;

interface Row {
  documentId: string;
  locale: string | null;
  publishedAt: string | null;
}

const matchUsers = async (
  { strapi }: ApplyContext,
  contentType: string,
  emails: string[]
): Promise<Set<string>> => {
  const rows = await strapi.db
    .queryBuilder(contentType)
    .init({ where: { email: { $in: emails } }, select: ['email'] })
    .execute<{ email: string }[]>();
  return new Set(rows.map(({ email }) => email));
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
    if (USER_TYPES.includes(contentType)) {
      const known = await matchUsers(context, contentType, remoteIds);
      group.forEach((reference) =>
        resolved.set(
          referenceKey(reference),
          known.has(reference.documentId) ? reference.documentId : null
        )
      );
      continue;
    }
    const schema = findSchema(strapi, contentType);
    const links = await findLinks(strapi, producer.siteId, contentType, remoteIds);
    const localIdOf = (remoteId: string) =>
      links.get(remoteId)?.localDocumentId ?? (usesSameId(context, contentType) ? remoteId : null);
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
    const needsPublished = status === 'published' && schema && hasDraftAndPublish(schema);
    for (const reference of group) {
      const localId = localIdOf(reference.documentId);
      const isHere = (byId[localId ?? ''] ?? []).some(
        ({ locale, publishedAt }) =>
          (!needsPublished || publishedAt !== null) &&
          (!schema || !isLocalized(schema) || !reference.locale || locale === reference.locale)
      );
      resolved.set(referenceKey(reference), isHere ? localId : null);
    }
  }
  return resolved;
};

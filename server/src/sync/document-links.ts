/**
 * Which local document a remote document has become. `appliedSequence` is the one rule that makes
 * redelivery, resync and whole states safe in any order: an event at or below it is in already.
 */
import type { Core } from '@strapi/strapi';

import { TABLES, inChunks } from '../platform';

export type LinkState =
  | 'linked'
  /** An event of it failed: later ones wait for it. */
  | 'parked'
  /** It is here, but changed while nothing showed it: to be asked for when it is needed again. */
  | 'stale'
  /** It left the subscription, and is this site's own from then on. */
  | 'detached'
  /** It was deleted; the row stays to refuse what is older than the deletion. */
  | 'deleted';

export interface DocumentLink {
  id: number;
  localContentType: string;
  localDocumentId: string | null;
  appliedSequence: number;
  state: LinkState;
}

export interface RemoteDocument {
  producerSiteId: string;
  contentType: string;
  documentId: string;
}

const whereRemote = ({ producerSiteId, contentType, documentId }: RemoteDocument) => ({
  producerSiteId,
  remoteContentType: contentType,
  remoteDocumentId: documentId,
});

export const findLink = async (
  strapi: Core.Strapi,
  remote: RemoteDocument
): Promise<DocumentLink | null> => {
  const row = await strapi.db
    .queryBuilder(TABLES.documentLink)
    .init({ where: whereRemote(remote) })
    .first()
    .execute<(Omit<DocumentLink, 'appliedSequence'> & { appliedSequence: string }) | null>();
  return row && { ...row, appliedSequence: Number(row.appliedSequence) };
};

/** The links of many documents of one content type, by remote documentId. */
export const findLinks = async (
  strapi: Core.Strapi,
  producerSiteId: string,
  contentType: string,
  documentIds: string[]
): Promise<Map<string, DocumentLink>> => {
  const rows = await inChunks(documentIds, (ids) =>
    strapi.db
      .queryBuilder(TABLES.documentLink)
      .init({
        where: {
          producerSiteId,
          remoteContentType: contentType,
          remoteDocumentId: { $in: ids },
        },
      })
      .execute<
        (Omit<DocumentLink, 'appliedSequence'> & {
          appliedSequence: string;
          remoteDocumentId: string;
        })[]
      >()
  );
  return new Map(
    rows.map((row) => [
      row.remoteDocumentId,
      { ...row, appliedSequence: Number(row.appliedSequence) },
    ])
  );
};

/** The documents of a producer that a local document is the counterpart of: one, as a rule. */
export const findRemotes = async (
  strapi: Core.Strapi,
  producerSiteId: string,
  localContentType: string,
  localDocumentId: string
): Promise<RemoteDocument[]> => {
  const rows = await strapi.db
    .queryBuilder(TABLES.documentLink)
    .init({
      where: { producerSiteId, localContentType, localDocumentId },
      select: ['id', 'remoteContentType', 'remoteDocumentId'],
    })
    .execute<{ remoteContentType: string; remoteDocumentId: string }[]>();
  return rows.map(({ remoteContentType, remoteDocumentId }) => ({
    producerSiteId,
    contentType: remoteContentType,
    documentId: remoteDocumentId,
  }));
};

/**
 * Creates or changes the link. Values left out stay as they are, or are those of a link to
 * nothing, in the content type of the same uid.
 */
export const saveLink = async (
  strapi: Core.Strapi,
  remote: RemoteDocument,
  values: {
    localContentType?: string;
    localDocumentId?: string | null;
    appliedSequence?: number;
    state: LinkState;
  }
): Promise<void> => {
  const { appliedSequence, ...rest } = values;
  const changes = {
    ...rest,
    ...(appliedSequence === undefined ? {} : { appliedSequence: String(appliedSequence) }),
  };
  const updated = await strapi.db
    .queryBuilder(TABLES.documentLink)
    .where(whereRemote(remote))
    .update(changes)
    .execute<number>();
  if (updated === 0) {
    await strapi.db
      .queryBuilder(TABLES.documentLink)
      .insert({
        ...whereRemote(remote),
        localContentType: remote.contentType,
        appliedSequence: '0',
        ...changes,
      })
      .execute();
  }
};

const whereParked = { state: 'parked' satisfies LinkState };

/** Lets later events of a document through again, if they were waiting. */
export const unpark = async (strapi: Core.Strapi, remote: RemoteDocument): Promise<void> => {
  await strapi.db
    .queryBuilder(TABLES.documentLink)
    .where({ ...whereRemote(remote), ...whereParked })
    .update({ state: 'linked' satisfies LinkState })
    .execute();
};

/**
 * Makes the links of a producer ready for a new start in its stream: what was applied of an
 * earlier stream no longer counts, and nothing is parked. Which documents belong together stays.
 */
export const resetLinks = async (strapi: Core.Strapi, producerSiteId: string): Promise<void> => {
  const links = () => strapi.db.queryBuilder(TABLES.documentLink);
  await links().where({ producerSiteId }).update({ appliedSequence: '0' }).execute();
  await links()
    .where({ producerSiteId, ...whereParked })
    .update({ state: 'linked' })
    .execute();
};

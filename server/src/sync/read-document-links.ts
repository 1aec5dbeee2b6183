import type { Core } from '@strapi/strapi';

import { findProducers, type ProducerRow } from './producer-store';
import { SYNC_LOG, type SyncLogRow } from './sync-log-store';
import { TABLES } from '../platform';
import type { DocumentLink, GetDocumentLinks } from '../protocol';

interface LinkRow {
  producerSiteId: string;
  remoteContentType: string;
  remoteDocumentId: string;
  state: DocumentLink['state'];
}

/** What was deleted there or here is remembered, but no longer linked. */
const SHOWN: readonly DocumentLink['state'][] = ['linked', 'parked', 'detached'];

const newestLog = (
  strapi: Core.Strapi,
  where: Record<string, unknown>,
  by: 'id' | 'syncedAt'
): Promise<SyncLogRow | null> =>
  strapi.db
    .query(SYNC_LOG)
    .findOne({ where, orderBy: { [by]: 'desc' } }) as Promise<SyncLogRow | null>;

/** A producer that has been deleted here goes by what it was called last. */
const nameProducer = async (
  strapi: Core.Strapi,
  producers: ProducerRow[],
  siteId: string
): Promise<DocumentLink['producer']> => {
  const producer = producers.find((row) => row.siteId === siteId);
  if (producer) {
    return { documentId: producer.documentId, name: producer.name, url: producer.url };
  }
  const log = await newestLog(strapi, { producerSiteId: siteId }, 'id');
  return { documentId: null, name: log?.producerName ?? siteId, url: log?.producerUrl ?? '' };
};

/** The sites that a document of this site came from. */
export const readDocumentLinks = async (
  strapi: Core.Strapi,
  { contentType, documentId }: GetDocumentLinks.Query
): Promise<DocumentLink[]> => {
  const links = (await strapi.db.query(TABLES.documentLink).findMany({
    where: {
      localContentType: contentType,
      localDocumentId: documentId,
      state: { $in: [...SHOWN] },
    },
    orderBy: 'id',
  })) as LinkRow[];
  const producers = await findProducers(strapi, {
    siteId: { $in: links.map(({ producerSiteId }) => producerSiteId) },
  });

  return Promise.all(
    links.map(async ({ producerSiteId, remoteContentType, remoteDocumentId, state }) => {
      const synced = await newestLog(
        strapi,
        {
          producerSiteId,
          contentType: remoteContentType,
          sourceDocumentId: remoteDocumentId,
          syncStatus: 'synced',
        },
        'syncedAt'
      );
      return {
        producer: await nameProducer(strapi, producers, producerSiteId),
        remoteDocumentId,
        state,
        lastSyncedAt: synced?.syncedAt ?? null,
      };
    })
  );
};

import { uniqBy } from 'lodash';

import type { Core } from '@strapi/strapi';

import type { ApplyContext } from './apply-context';
import { keyOf } from './apply-context';
import type { ProducerRow } from './producer-store';
import { referenceKey, resolveReferences } from './resolve-references';
import { resyncDocument } from './resync';
import { type SyncLogRow, findSyncLogs } from './sync-log-store';

/** Failures looked at after one pull; the others have their turn with the next ones. */
const BATCH = 100;

const missingOf = ({ missingContentType, missingDocumentId }: SyncLogRow) => ({
  contentType: missingContentType ?? '',
  documentId: missingDocumentId ?? '',
});

/** What was on its way when it was asked for can be had, or is gone for good, a moment later. */
const TRIES = 5;

/**
 * Brings documents up to date that waited for another one, now that it is here; and a few times
 * whether it is or not.
 */
export const healDependencies = async (
  strapi: Core.Strapi,
  producer: ProducerRow,
  createContext: () => Promise<ApplyContext>
): Promise<void> => {
  const failed = await findSyncLogs(
    strapi,
    {
      producerSiteId: producer.siteId,
      syncStatus: 'failed',
      cause: 'dependency',
    },
    BATCH
  );
  if (failed.length === 0) {
    return;
  }
  const context = await createContext();
  const resolved = await resolveReferences(context, failed.map(missingOf), null);
  const healable = failed.filter(
    (row) => row.attempts < TRIES || resolved.get(referenceKey(missingOf(row)))
  );
  const remotes = healable.map((row) => ({
    producerSiteId: producer.siteId,
    contentType: row.contentType,
    documentId: row.sourceDocumentId,
  }));
  for (const remote of uniqBy(remotes, keyOf)) {
    await resyncDocument(context, remote);
  }
};

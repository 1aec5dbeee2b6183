import { uniqBy } from 'lodash';

import type { Core } from '@strapi/strapi';

import type { ApplyContext } from './apply-context';
import { keyOf } from './apply-context';
import type { ProducerRow } from './producer-store';
import { referenceKey, resolveReferences } from './resolve-references';
import { resyncDocument } from './resync';
import { SYNC_LOG, type SyncLogRow } from './sync-log-store';

/** Failures looked at after one pull; the others have their turn with the next ones. */
const BATCH = 100;

type Waiting = Pick<
  SyncLogRow,
  | 'id'
  | 'contentType'
  | 'sourceDocumentId'
  | 'missingContentType'
  | 'missingDocumentId'
  | 'attempts'
>;

const missingOf = ({ missingContentType, missingDocumentId }: Waiting) => ({
  contentType: missingContentType ?? '',
  documentId: missingDocumentId ?? '',
});

/**
 * The failures that were looked at longest ago. Those that nothing can be done about go to the end
 * with it: they must not stand in the way of others for ever.
 */
const takeWaiting = async (strapi: Core.Strapi, producerSiteId: string): Promise<Waiting[]> => {
  const rows = (await strapi.db.query(SYNC_LOG).findMany({
    select: [
      'id',
      'contentType',
      'sourceDocumentId',
      'missingContentType',
      'missingDocumentId',
      'attempts',
    ],
    where: { producerSiteId, syncStatus: 'failed', cause: 'dependency' },
    orderBy: [{ updatedAt: 'asc' }, { sequence: 'asc' }],
    limit: BATCH,
  })) as Waiting[];
  if (rows.length === BATCH) {
    await strapi.db.query(SYNC_LOG).updateMany({
      where: { id: { $in: rows.map(({ id }) => id) } },
      data: { updatedAt: new Date() },
    });
  }
  return rows;
};

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
  const failed = await takeWaiting(strapi, producer.siteId);
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

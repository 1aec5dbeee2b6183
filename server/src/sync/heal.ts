/** Documents that wait go on by themselves when what they wait for may have come, or need not. */
import { uniqBy } from 'lodash';

import type { Core } from '@strapi/strapi';

import { type ApplyContext, keyOf } from './apply-context';
import { fingerprintOf } from './fingerprint';
import type { ProducerRow } from './producer-store';
import { referenceKey, resolveReferences } from './resolve-references';
import { resyncDocument } from './resync';
import { SYNC_LOG, type SyncLogRow, UNSETTLED, findSyncLogs } from './sync-log-store';
import { FILE } from '../documents';
import { tableOf } from '../platform';
import type { FailureCause } from '../protocol';

/** Failures looked at after one pull; the others have their turn with the next ones. */
const BATCH = 100;

/** What was on its way when it was asked for can be had, or is gone for good, a moment later. */
const TRIES = 5;

const SECOND = 1000;
const HOUR = 3600 * SECOND;

const whereFailed = ({ siteId }: ProducerRow, cause: FailureCause) => ({
  producerSiteId: siteId,
  syncStatus: 'failed',
  cause,
});

const missingOf = ({ missingContentType, missingDocumentId }: SyncLogRow) => ({
  contentType: missingContentType ?? '',
  documentId: missingDocumentId ?? '',
});

/**
 * The failures that were looked at longest ago. Those that nothing can be done about go to the end
 * with it: they must not stand in the way of others for ever.
 */
const takeDepending = async ({ strapi, producer }: ApplyContext): Promise<SyncLogRow[]> => {
  const rows = (await strapi.db.query(SYNC_LOG).findMany({
    where: whereFailed(producer, 'dependency'),
    orderBy: [{ updatedAt: 'asc' }, { sequence: 'asc' }],
    limit: BATCH,
  })) as SyncLogRow[];
  if (rows.length === BATCH) {
    await strapi.db.query(SYNC_LOG).updateMany({
      where: { id: { $in: rows.map(({ id }) => id) } },
      data: { updatedAt: new Date() },
    });
  }
  return rows;
};

/** Bytes may be out of the producer's reach for hours, and no event says when they are not any more. */
const isOfBytes = ({ missingContentType }: SyncLogRow): boolean =>
  missingContentType === FILE || missingContentType === null;

/** Those whose dependency is here now; and a few times whether it is or not. */
const findUndepending = async (context: ApplyContext): Promise<SyncLogRow[]> => {
  const failed = await takeDepending(context);
  const resolved = await resolveReferences(context, failed.map(missingOf), null);
  return failed.filter(
    (row) =>
      row.attempts < TRIES ||
      resolved.get(referenceKey(missingOf(row))) ||
      (isOfBytes(row) && isDue(row))
  );
};

/**
 * No event says that the producer has what was looked for, or that what was out of order here is not
 * any more, so it is tried again: after a second, and each time after twice as long, up to an hour.
 */
const isDue = ({ attempts, updatedAt }: Pick<SyncLogRow, 'attempts' | 'updatedAt'>): boolean =>
  Date.now() - Date.parse(updatedAt) >= Math.min(SECOND * 2 ** (attempts - 1), HOUR);

interface DueRow {
  id: number;
  transactionId: string;
  attempts: number;
  updatedAt: string;
}

/** Those that are due of all: many that are not must not stand in the way of one that is. */
const findDue = async (strapi: Core.Strapi, where: object): Promise<DueRow[]> => {
  const rows = (await strapi.db.query(SYNC_LOG).findMany({
    select: ['id', 'transactionId', 'attempts', 'updatedAt'],
    where,
    orderBy: [{ updatedAt: 'asc' }, { sequence: 'asc' }],
  })) as DueRow[];
  return rows.filter(isDue).slice(0, BATCH);
};

/** Those that failed because of something that passes. */
const findPassing = ({ strapi, producer }: ApplyContext): Promise<DueRow[]> =>
  findDue(strapi, whereFailed(producer, 'transient'));

/** Those that looked for a document of the producer in vain. */
const findLookingFor = ({ strapi, producer }: ApplyContext): Promise<DueRow[]> =>
  findDue(strapi, { ...whereFailed(producer, 'mapping'), missingContentType: { $notNull: true } });

/**
 * Those that are to go from here altogether: their present state can be taken over whatever failed
 * before, and what was withdrawn must not stay because of it.
 */
const findGoing = async ({ strapi, producer }: ApplyContext): Promise<SyncLogRow[]> => {
  const going = (await strapi.db.query(SYNC_LOG).findMany({
    where: { producerSiteId: producer.siteId, syncStatus: 'waiting', deletesDocument: true },
    select: ['id', 'contentType', 'sourceDocumentId'],
    orderBy: { id: 'asc' },
    limit: BATCH,
  })) as Pick<SyncLogRow, 'id' | 'contentType' | 'sourceDocumentId'>[];
  const failed: SyncLogRow[] = [];
  for (const { contentType, sourceDocumentId } of going) {
    const where = {
      producerSiteId: producer.siteId,
      syncStatus: 'failed',
      contentType,
      sourceDocumentId,
    };
    failed.push(...(await findSyncLogs(strapi, where, 1)));
  }
  return failed.filter(isDue);
};

const MENDABLE = ['mapping', 'schema'] as const satisfies FailureCause[];

const contentTypesWith = async (
  { strapi, producer }: ApplyContext,
  cause: FailureCause
): Promise<string[]> => {
  const rows = await tableOf(strapi, SYNC_LOG)
    .where({ producer_site_id: producer.siteId, sync_status: 'failed', cause })
    .distinct<{ content_type: string }[]>('content_type');
  return rows.map(({ content_type: contentType }) => contentType);
};

/** Those that did not fit into a content type, or a mapping, that is another one now. */
const findMended = async (context: ApplyContext): Promise<SyncLogRow[]> => {
  const mended: SyncLogRow[] = [];
  for (const cause of MENDABLE) {
    for (const contentType of await contentTypesWith(context, cause)) {
      const fingerprint = await fingerprintOf(context, contentType);
      const where = {
        ...whereFailed(context.producer, cause),
        contentType,
        $or: [{ fingerprint: { $ne: fingerprint } }, { fingerprint: { $null: true } }],
      };
      mended.push(...(await findSyncLogs(context.strapi, where, BATCH)));
    }
  }
  return mended;
};

/** What one document action did to several documents failed as one: any of them may be to blame. */
const withCompanions = async (
  { strapi, producer }: ApplyContext,
  rows: Pick<SyncLogRow, 'transactionId'>[]
): Promise<SyncLogRow[]> => {
  const transactionIds = [...new Set(rows.map(({ transactionId }) => transactionId))];
  return findSyncLogs(strapi, {
    producerSiteId: producer.siteId,
    transactionId: { $in: transactionIds },
    syncStatus: { $in: [...UNSETTLED] },
  });
};

const hasFailed = async (strapi: Core.Strapi, { siteId }: ProducerRow): Promise<boolean> => {
  const where = { producerSiteId: siteId, syncStatus: 'failed' };
  return (await findSyncLogs(strapi, where, 1)).length > 0;
};

const resyncAll = async (
  context: ApplyContext,
  rows: Pick<SyncLogRow, 'transactionId'>[]
): Promise<void> => {
  const remotes = (await withCompanions(context, rows)).map((row) => ({
    producerSiteId: context.producer.siteId,
    contentType: row.contentType,
    documentId: row.sourceDocumentId,
  }));
  for (const remote of uniqBy(remotes, keyOf)) {
    await resyncDocument(context, remote);
  }
};

/**
 * One that fails so again says that it has not passed: the others, whose files may be large, wait for
 * the next pull. It is due later than they are, so that it does not stand in their way.
 */
const healPassing = async (context: ApplyContext): Promise<void> => {
  const { strapi, producer } = context;
  for (const row of await findPassing(context)) {
    await resyncAll(context, [row]);
    const where = { ...whereFailed(producer, 'transient'), transactionId: row.transactionId };
    if ((await findSyncLogs(strapi, where, 1)).length > 0) {
      return;
    }
  }
};

/** Brings documents up to date that wait for what may be here now, or may fit now. */
export const heal = async (
  strapi: Core.Strapi,
  producer: ProducerRow,
  createContext: () => Promise<ApplyContext>
): Promise<void> => {
  if (!(await hasFailed(strapi, producer))) {
    return;
  }
  const context = await createContext();
  await resyncAll(context, [
    ...(await findUndepending(context)),
    ...(await findLookingFor(context)),
    ...(await findGoing(context)),
    ...(await findMended(context)),
  ]);
  await healPassing(context);
};

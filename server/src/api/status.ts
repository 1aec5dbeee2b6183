/** Figures of the overview. */
import type { Core } from '@strapi/strapi';

import { findConsumers, isActive } from '../feed';
import { SYNC_STATUSES, type GetStatus, type SyncStatus } from '../protocol';
import { SYNC_LOG, findProducers } from '../sync';
import { getService } from '../services';

const secondsSince = (time: string | null): number | null =>
  time === null ? null : Math.max(0, Math.round((Date.now() - Date.parse(time)) / 1000));

const countSyncLogs = (strapi: Core.Strapi, where: Record<string, unknown>): Promise<number> =>
  strapi.db.query(SYNC_LOG).count({ where });

export const readSyncLogCounts = async (
  strapi: Core.Strapi
): Promise<Record<SyncStatus, number>> => {
  const counts = await Promise.all(
    SYNC_STATUSES.map(async (syncStatus) => [
      syncStatus,
      await countSyncLogs(strapi, { syncStatus }),
    ])
  );
  return Object.fromEntries(counts) as Record<SyncStatus, number>;
};

export const readProducerLinks = async (strapi: Core.Strapi): Promise<GetStatus.ProducerLink[]> => {
  const { toProducer } = getService(strapi, 'producers');
  const rows = await findProducers(strapi);
  return Promise.all(
    rows.map(async (row) => {
      const { documentId, name, state, cursor, head, lastContactAt } = await toProducer(row);
      const where = { producerSiteId: row.siteId };
      return {
        documentId,
        name,
        state,
        lagEvents: head - cursor,
        lagSeconds: secondsSince(lastContactAt),
        failed: await countSyncLogs(strapi, { ...where, syncStatus: 'failed' }),
        waiting: await countSyncLogs(strapi, { ...where, syncStatus: 'waiting' }),
      };
    })
  );
};

export const readConsumerLinks = async (
  strapi: Core.Strapi,
  head: number
): Promise<GetStatus.ConsumerLink[]> =>
  (await findConsumers(strapi)).map((row) => ({
    documentId: row.documentId,
    name: row.name,
    pendingApprovals: row.subscriptions.filter(
      ({ approval, unsubscribed }) => approval === 'pending' && !unsubscribed
    ).length,
    lagEvents: row.subscriptions.some((subscription) => isActive(strapi, subscription))
      ? Math.max(0, head - Number(row.acknowledgedCursor))
      : 0,
    lagSeconds: secondsSince(row.lastSeenAt),
  }));

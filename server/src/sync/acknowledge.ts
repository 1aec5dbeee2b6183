import type { Core } from '@strapi/strapi';

import type { ProducerClient } from './client';
import type { Position } from './positions';
import { SYNC_LOG, findSyncLogs } from './sync-log-store';
import type { ApplyResult } from '../protocol';

/** Together below the 1 MB that Strapi accepts as a body. */
const MAX_RESULTS = 200;
const MAX_ERROR_CHARACTERS = 1000;

/**
 * Tells the producer how far this site is and what became of events that did not simply sync.
 * Untold results are kept in the sync log, so none is forgotten when a call fails.
 */
export const acknowledge = async (
  strapi: Core.Strapi,
  client: ProducerClient,
  producerSiteId: string,
  { streamId, cursor }: Pick<Position, 'streamId' | 'cursor'>
): Promise<void> => {
  const untold = await findSyncLogs(strapi, { producerSiteId, acknowledged: false }, MAX_RESULTS);
  await client.acknowledge({
    streamId,
    cursor,
    results: untold.map(({ eventId, syncStatus, error }) => ({
      eventId,
      result: (syncStatus === 'retrying' ? 'failed' : syncStatus) satisfies ApplyResult,
      error: error?.slice(0, MAX_ERROR_CHARACTERS) ?? null,
    })),
  });
  for (const { id, attempts } of untold) {
    // Not if it was resynced meanwhile: that outcome is yet to be told.
    await strapi.db
      .queryBuilder(SYNC_LOG)
      .where({ id, attempts })
      .update({ acknowledged: true })
      .execute();
  }
};

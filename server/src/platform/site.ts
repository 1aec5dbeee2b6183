import { randomUUID } from 'node:crypto';

import type { Core } from '@strapi/strapi';

import { TABLES, tableOf } from './tables';
import { inReadCommitted, isUniqueViolation } from './transactions';

const UPDATE_LOG = 'plugin::event-streaming.update-log';

export interface Site {
  siteId: string;
  /** Renewed when the continuity of the log broke: cursors of another stream mean nothing. */
  streamId: string;
  /** Number of the newest event. */
  head: number;
}

interface SiteRow {
  site_id: string;
  stream_id: string;
  sequence: string | number;
}

const readRow = (strapi: Core.Strapi): Promise<SiteRow | undefined> =>
  tableOf(strapi, TABLES.site).where({ name: 'self' }).first();

/**
 * Makes the site's row on the first boot, or after an import emptied the table: then with a new
 * stream id, so that consumers see that the log does not continue the one they knew.
 */
const createRow = async (strapi: Core.Strapi): Promise<void> => {
  try {
    await inReadCommitted(strapi, async (trx) => {
      const newest = (await tableOf(strapi, UPDATE_LOG, trx)
        .max('sequence as sequence')
        .first()) as { sequence: string | number | null } | undefined;
      await tableOf(strapi, TABLES.site, trx).insert({
        name: 'self',
        site_id: randomUUID(),
        stream_id: randomUUID(),
        sequence: newest?.sequence ?? 0,
      });
    });
  } catch (error) {
    // Another process was faster: its row is as good.
    if (!isUniqueViolation(error)) {
      throw error;
    }
  }
};

export type SiteService = ReturnType<typeof createSiteService>;

/** Who this site is. */
export const createSiteService = ({ strapi }: { strapi: Core.Strapi }) => {
  let siteId: string | null = null;

  /** The site's row as it is now. Call it outside transactions: it has its own connection. */
  const read = async (): Promise<Site> => {
    let row = await readRow(strapi);
    if (!row) {
      await createRow(strapi);
      row = await readRow(strapi);
    }
    if (!row) {
      throw new Error('The table event_streaming_site cannot be written.');
    }
    siteId = row.site_id;
    return { siteId: row.site_id, streamId: row.stream_id, head: Number(row.sequence) };
  };

  return {
    read,
    /** The site's id, free of cost once `read` was called; may be asked inside a transaction. */
    async getSiteId(): Promise<string> {
      if (siteId === null && strapi.db.inTransaction()) {
        const row = await strapi.db
          .queryBuilder(TABLES.site)
          .init({ where: { name: 'self' } })
          .first()
          .execute<{ siteId: string } | null>();
        siteId = row?.siteId ?? null;
      }
      return siteId ?? (await read()).siteId;
    },
  };
};

import type { Core } from '@strapi/strapi';

import { documentKey, readNewestDeliveries, readServings } from './deliveries';
import { type Ledger, type LedgerEntry, createLedger } from './ledger';
import type { UpdateLogRow } from './update-logs';

/** What the consumer has of the document of an event just before it; asked in order. */
export type LedgerBefore = (row: UpdateLogRow) => Ledger;

/**
 * Opens the ledgers of the documents of a page, as they were before it.
 * @param rows the page, in order
 * @param byVersion whether it is asked which versions the consumer has
 */
export const openLedgers = async (
  strapi: Core.Strapi,
  consumerId: number,
  rows: UpdateLogRow[],
  byVersion: boolean
): Promise<LedgerBefore> => {
  const documentIds = [...new Set(rows.map((row) => row.sourceDocumentId))];
  const begin = Number(rows[0]?.sequence ?? 0);
  const end = Number(rows.at(-1)?.sequence ?? 0);
  const newest = await readNewestDeliveries(strapi, consumerId, documentIds, begin, byVersion);
  // The consumer asked for documents while it was dealing with what comes before an event.
  const servings = await readServings(strapi, consumerId, documentIds, begin, end);
  const ledgers = new Map<string, { ledger: Ledger; upcoming: LedgerEntry[] }>();

  return (row) => {
    const key = documentKey(row.contentType, row.sourceDocumentId);
    const opened = ledgers.get(key) ?? {
      ledger: createLedger(newest.get(key)),
      upcoming: servings.get(key) ?? [],
    };
    ledgers.set(key, opened);
    const { ledger, upcoming } = opened;
    while (upcoming[0] && upcoming[0].sequence < Number(row.sequence)) {
      const [entry] = upcoming.splice(0, 1);
      if (entry) {
        ledger.enter(entry);
      }
    }
    return ledger;
  };
};

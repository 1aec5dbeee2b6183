/**
 * How much there is in update logs, asked before they are read: one may carry megabytes, and what is
 * held in memory at once is bounded whatever the documents are like.
 */
import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';

import { UPDATE_LOG, type UpdateLogRow } from './update-logs';
import { MAX_PAYLOAD_CHARACTERS, tableOf } from '../platform';

/** Payloads of logs that are read at once. Those of small documents never come near. */
export const MAX_READ_CHARACTERS = 4 * MAX_PAYLOAD_CHARACTERS;

export interface Outline {
  sequence: number;
  transactionId: string;
  characters: number;
}

interface OutlineColumns {
  sequence: string | number;
  transaction_id: string;
  update_type: UpdateLogRow['updateType'];
  data_size: string | number | null;
  state_size: string | number | null;
}

/** What was too large for the log counts as the most that fits: its document is read instead. */
const toOutline = (row: OutlineColumns): Outline => {
  const isUnlogged = row.update_type !== 'delete' && row.state_size === null;
  return {
    sequence: Number(row.sequence),
    transactionId: row.transaction_id,
    characters: isUnlogged
      ? MAX_PAYLOAD_CHARACTERS
      : Number(row.data_size ?? 0) + Number(row.state_size ?? 0),
  };
};

/**
 * Payloads are ASCII, so their octets are their characters, which databases count without fetching
 * the text.
 * @param choose which logs, in which order
 */
export const readOutlines = async (
  strapi: Core.Strapi,
  choose: (logs: Knex.QueryBuilder) => Knex.QueryBuilder
): Promise<Outline[]> => {
  const octets = (column: string) => strapi.db.connection.raw('octet_length(??)', [column]);
  const rows: OutlineColumns[] = await choose(tableOf(strapi, UPDATE_LOG)).select({
    sequence: 'sequence',
    transaction_id: 'transaction_id',
    update_type: 'update_type',
    data_size: octets('data'),
    state_size: octets('state'),
  });
  return rows.map(toOutline);
};

/** As many of them, from the first, as may be read at once; the first in any case. Pure. */
export const readable = (outlines: Outline[], maxCharacters: number): Outline[] => {
  let characters = 0;
  const tooMuch = outlines.findIndex((outline, index) => {
    characters += outline.characters;
    return index > 0 && characters > maxCharacters;
  });
  return tooMuch === -1 ? outlines : outlines.slice(0, tooMuch);
};

/**
 * Where a page ends: between two transactions, before the one with which it would be too much. The
 * first one is in it however large. Pure.
 * @returns its last sequence; null: all of them are in it
 */
export const endOfPage = (outlines: Outline[], maxCharacters: number): number | null => {
  let characters = 0;
  let end: number | null = null;
  for (const [index, outline] of outlines.entries()) {
    const before = outlines[index - 1];
    if (before && before.transactionId !== outline.transactionId) {
      end = before.sequence;
    }
    characters += outline.characters;
    if (characters > maxCharacters && end !== null) {
      return end;
    }
  }
  return null;
};

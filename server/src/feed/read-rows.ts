import type { Core } from '@strapi/strapi';

import { MAX_READ_CHARACTERS, endOfPage, readOutlines } from './outlines';
import { UPDATE_LOG, type UpdateLogRow } from './update-logs';

export interface ReadRows {
  rows: UpdateLogRow[];
  /** Everything up to there is among them; null: up to the end. */
  upTo: number | null;
}

/**
 * Update logs after a cursor, and all further ones of the transaction that the last is part of; fewer
 * than `limit` where they are large, between two transactions.
 */
export const readRows = async (
  strapi: Core.Strapi,
  contentTypes: string[],
  after: number,
  head: number,
  limit: number
): Promise<ReadRows> => {
  if (contentTypes.length === 0) {
    return { rows: [], upTo: null };
  }
  const outlines = await readOutlines(strapi, (logs) =>
    logs
      .whereIn('content_type', contentTypes)
      .andWhere('sequence', '>', after)
      .andWhere('sequence', '<=', head)
      .orderBy('sequence')
      .limit(limit)
  );
  const newest = outlines.at(-1);
  if (!newest) {
    return { rows: [], upTo: null };
  }
  const read = (where: object) =>
    strapi.db
      .queryBuilder(UPDATE_LOG)
      .init({
        where: { contentType: { $in: contentTypes }, ...where },
        orderBy: { sequence: 'asc' },
      })
      .execute<UpdateLogRow[]>();

  const end = endOfPage(outlines, MAX_READ_CHARACTERS);
  const rows = await read({ sequence: { $gt: after, $lte: end ?? newest.sequence } });
  if (end !== null || outlines.length < limit) {
    return { rows, upTo: end };
  }
  const rest = await read({
    sequence: { $gt: newest.sequence, $lte: head },
    transactionId: newest.transactionId,
  });
  return { rows: [...rows, ...rest], upTo: Number(rest.at(-1)?.sequence ?? newest.sequence) };
};

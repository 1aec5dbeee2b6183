import type { Core } from '@strapi/strapi';

import { UPDATE_LOG, type UpdateLogRow } from './update-logs';

/** Update logs after a cursor, and all further ones of the transaction that the last is part of. */
export const readRows = async (
  strapi: Core.Strapi,
  contentTypes: string[],
  after: number,
  head: number,
  limit: number
): Promise<UpdateLogRow[]> => {
  if (contentTypes.length === 0) {
    return [];
  }
  const read = (where: object, params: object = {}) =>
    strapi.db
      .queryBuilder(UPDATE_LOG)
      .init({
        where: { contentType: { $in: contentTypes }, ...where },
        orderBy: { sequence: 'asc' },
        ...params,
      })
      .execute<UpdateLogRow[]>();
  const rows = await read({ sequence: { $gt: after, $lte: head } }, { limit });
  const last = rows.at(-1);
  if (!last || rows.length < limit) {
    return rows;
  }
  const rest = await read({
    sequence: { $gt: Number(last.sequence), $lte: head },
    transactionId: last.transactionId,
  });
  return [...rows, ...rest];
};

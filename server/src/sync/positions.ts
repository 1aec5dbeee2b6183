/** How far this site has come in each producer's stream. */
import type { Core } from '@strapi/strapi';

import { TABLES } from '../platform';

export interface Position {
  streamId: string;
  /** Everything up to here is dealt with. */
  cursor: number;
  /** Newest position of the producer, when it was last heard of. */
  head: number;
}

/** Another process moved the cursor while this one was applying: its work is done already. */
export class CursorMovedError extends Error {
  constructor() {
    super('Another process of this site has applied these events.');
    this.name = 'CursorMovedError';
  }
}

interface PositionRow {
  streamId: string;
  cursor: string;
  head: string;
}

const toPosition = (row: PositionRow | null): Position | null =>
  row && { streamId: row.streamId, cursor: Number(row.cursor), head: Number(row.head) };

export const readPosition = async (
  strapi: Core.Strapi,
  producerSiteId: string
): Promise<Position | null> =>
  toPosition(
    (await strapi.db.query(TABLES.position).findOne({
      where: { producerSiteId },
    })) as PositionRow | null
  );

/**
 * Locks the position for the ambient transaction, so that one process at a time applies what comes
 * from a producer. On SQLite the transaction alone does that.
 * @param expected the cursor that the events were asked for with
 * @throws CursorMovedError
 */
export const lockPosition = async (
  strapi: Core.Strapi,
  producerSiteId: string,
  expected: number
): Promise<void> => {
  const position = await lockProducer(strapi, producerSiteId);
  if (position?.cursor !== expected) {
    throw new CursorMovedError();
  }
};

/** The same lock, whatever the cursor says: for work on single documents of a producer. */
export const lockProducer = async (
  strapi: Core.Strapi,
  producerSiteId: string
): Promise<Position | null> =>
  toPosition(
    await strapi.db
      .queryBuilder(TABLES.position)
      .init({ where: { producerSiteId } })
      .first()
      .forUpdate()
      .execute<PositionRow | null>()
  );

export const moveCursor = async (
  strapi: Core.Strapi,
  producerSiteId: string,
  cursor: number
): Promise<void> => {
  await strapi.db
    .queryBuilder(TABLES.position)
    .where({ producerSiteId })
    .update({ cursor: String(cursor) })
    .execute();
};

export const saveHead = async (
  strapi: Core.Strapi,
  producerSiteId: string,
  head: number
): Promise<void> => {
  await strapi.db
    .queryBuilder(TABLES.position)
    .where({ producerSiteId })
    .update({ head: String(head) })
    .execute();
};

/** Begins at the given place of the producer's stream. */
export const startPosition = async (
  strapi: Core.Strapi,
  producerSiteId: string,
  { streamId, cursor, head }: Position
): Promise<void> => {
  await deletePosition(strapi, producerSiteId);
  await strapi.db
    .queryBuilder(TABLES.position)
    .insert({ producerSiteId, streamId, cursor: String(cursor), head: String(head) })
    .execute();
};

export const deletePosition = async (
  strapi: Core.Strapi,
  producerSiteId: string
): Promise<void> => {
  await strapi.db.queryBuilder(TABLES.position).where({ producerSiteId }).delete().execute();
};

/**
 * What the content types of a producer look like, kept here as it said last: applying must not
 * depend on asking again.
 */
import { isEqual } from 'lodash';

import type { Core } from '@strapi/strapi';

import type { ProducerClient } from '../client';
import { TABLES, decodePayload, encodePayload, isUniqueViolation } from '../../platform';
import type { Shapes } from '../../protocol';

interface RemoteShapesRow {
  shapes: string;
  readAt: string;
}

export interface RemoteShapes {
  shapes: Shapes;
  /** Milliseconds since 1970. */
  readAt: number;
}

/** null: the producer has never been asked. */
export const readRemoteShapes = async (
  strapi: Core.Strapi,
  producerSiteId: string
): Promise<RemoteShapes | null> => {
  const row = (await strapi.db.query(TABLES.remoteShapes).findOne({
    where: { producerSiteId },
  })) as RemoteShapesRow | null;
  return row && { shapes: decodePayload<Shapes>(row.shapes) ?? {}, readAt: Number(row.readAt) };
};

const update = async (
  strapi: Core.Strapi,
  producerSiteId: string,
  row: { shapes: string; readAt: string }
): Promise<void> => {
  await strapi.db.queryBuilder(TABLES.remoteShapes).where({ producerSiteId }).update(row).execute();
};

/** Outside transactions: two processes may be the first at once, and one of them fails. */
export const saveRemoteShapes = async (
  strapi: Core.Strapi,
  producerSiteId: string,
  shapes: Shapes
): Promise<void> => {
  const row = { shapes: encodePayload(shapes), readAt: String(Date.now()) };
  if (await strapi.db.query(TABLES.remoteShapes).findOne({ where: { producerSiteId } })) {
    return update(strapi, producerSiteId, row);
  }
  try {
    await strapi.db.query(TABLES.remoteShapes).create({ data: { producerSiteId, ...row } });
  } catch (error) {
    if (!isUniqueViolation(error)) {
      throw error;
    }
    await update(strapi, producerSiteId, row);
  }
};

/**
 * Asks the producer, and keeps what it says. Outside transactions.
 * @returns `changed`: it says something else than before
 * @throws ProducerError
 */
export const refreshRemoteShapes = async (
  strapi: Core.Strapi,
  producerSiteId: string,
  client: ProducerClient
): Promise<{ shapes: Shapes; changed: boolean }> => {
  const { shapes } = await client.shapes();
  const before = await readRemoteShapes(strapi, producerSiteId);
  await saveRemoteShapes(strapi, producerSiteId, shapes);
  return { shapes, changed: before !== null && !isEqual(before.shapes, shapes) };
};

/** With a producer, what it said is forgotten. */
export const forgetRemoteShapes = async (
  strapi: Core.Strapi,
  producerSiteId: string
): Promise<void> => {
  await strapi.db.queryBuilder(TABLES.remoteShapes).where({ producerSiteId }).delete().execute();
};

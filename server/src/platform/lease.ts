import { randomUUID } from 'node:crypto';

import type { Core } from '@strapi/strapi';

import { TABLES, tableOf } from './tables';
import { isUniqueViolation } from './transactions';

const owner = randomUUID();

/**
 * Says whether this process may do the named job for the next `ttlMs`. A lease only spares work:
 * what must not happen twice is guarded by row locks, so a wrong clock costs effort, not data.
 * Safe against two processes at once: the conditional UPDATE of one sees the other's row, and the
 * unique name lets one INSERT win.
 */
export const takeLease = async (
  strapi: Core.Strapi,
  name: string,
  ttlMs: number
): Promise<boolean> => {
  const now = Date.now();
  const values = { owner, expires_at: now + ttlMs };
  const updated = await tableOf(strapi, TABLES.lease)
    .where({ name })
    .andWhere((free) => void free.where({ owner }).orWhere('expires_at', '<', now))
    .update(values);
  if (updated > 0) {
    return true;
  }
  if (await tableOf(strapi, TABLES.lease).where({ name }).first('id')) {
    return false;
  }
  try {
    await tableOf(strapi, TABLES.lease).insert({ name, ...values });
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) {
      return false;
    }
    throw error;
  }
};

/** Lets another process take over at once: when this one stops, or the job is gone. */
export const dropLease = async (strapi: Core.Strapi, name: string): Promise<void> => {
  await tableOf(strapi, TABLES.lease).where({ name, owner }).delete();
};

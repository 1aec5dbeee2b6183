import type { Core } from '@strapi/strapi';

import { isEqual } from 'lodash';

import type { Knex } from 'knex';

import { CONSUMER_SUBSCRIPTION, isStreamable } from './consumer-store';
import { type CapturePlan, createCapturePlan } from '../documents';
import { createLoop } from '../platform';

const REFRESH_MS = 500;
const MAX_AGE_MS = 1000;

export type SubscribedTypes = ReturnType<typeof createSubscribedTypes>;

/**
 * Which content types an approved consumer wants, cached in this process so that a write of any
 * other type costs nothing. No process ever uses a list older than `MAX_AGE_MS` (of its own
 * monotonic clock), and an approval is answered only after that time has passed
 * ({@link SubscribedTypes.changed}): so an approval holds on every process of this database once
 * the administrator has been told of it.
 */
export const createSubscribedTypes = ({ strapi }: { strapi: Core.Strapi }) => {
  let newest: { types: Set<string>; plan: CapturePlan } | null = null;
  let readAt = -Infinity;

  const read = async (trx?: Knex.Transaction) => {
    const query = strapi.db.queryBuilder(CONSUMER_SUBSCRIPTION).init({
      select: ['contentType'],
      where: { approval: 'approved', unsubscribed: false },
    });
    const rows = await (trx ? query.transacting(trx) : query).execute<{ contentType: string }[]>();
    const types = new Set(
      rows.map(({ contentType }) => contentType).filter((uid) => isStreamable(strapi, uid))
    );
    // Most often nothing has changed: what was worked out from the list holds on.
    return newest && isEqual(newest.types, types)
      ? newest
      : { types, plan: createCapturePlan(strapi, types) };
  };

  const refresh = async () => {
    const startedAt = performance.now();
    const current = await read();
    if (startedAt > readAt) {
      newest = current;
      readAt = startedAt;
    }
    return newest ?? current;
  };

  const getPlan = async (trx?: Knex.Transaction): Promise<CapturePlan> => {
    if (newest && performance.now() - readAt <= MAX_AGE_MS) {
      return newest.plan;
    }
    if (trx || strapi.db.inTransaction()) {
      // What this transaction sees may be old (REPEATABLE READ): good for its own writes only.
      return (await read(trx)).plan;
    }
    return (await refresh()).plan;
  };

  const loop = createLoop({
    run: async () => {
      await refresh();
    },
    intervalMs: REFRESH_MS,
    onError: (error) =>
      strapi.log.error(`event-streaming: reading the subscriptions failed: ${String(error)}`),
  });

  return {
    start: loop.start,
    stop: loop.stop,
    /**
     * What has to be captured now.
     * @param trx a transaction that is open without being Strapi's ambient one: on SQLite it holds
     *   the only connection
     */
    getPlan,
    async has(contentType: string): Promise<boolean> {
      return (await getPlan()).isSubscribed(contentType);
    },
    /** Call after subscriptions have changed: resolves when every process acts on it. */
    async changed(): Promise<void> {
      await Promise.all([
        refresh(),
        new Promise((resolve) => {
          setTimeout(resolve, MAX_AGE_MS);
        }),
      ]);
    },
  };
};

import type { Core } from '@strapi/strapi';

import { CONSUMER_SUBSCRIPTION, isStreamable } from './consumer-store';
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
  let wanted = new Set<string>();
  let readAt = -Infinity;

  const read = async (): Promise<Set<string>> => {
    const rows = (await strapi.db.query(CONSUMER_SUBSCRIPTION).findMany({
      select: ['contentType'],
      where: { approval: 'approved', unsubscribed: false },
    })) as { contentType: string }[];
    return new Set(
      rows.map(({ contentType }) => contentType).filter((uid) => isStreamable(strapi, uid))
    );
  };

  const refresh = async (): Promise<void> => {
    const startedAt = performance.now();
    const types = await read();
    if (startedAt > readAt) {
      wanted = types;
      readAt = startedAt;
    }
  };

  const loop = createLoop({
    run: refresh,
    intervalMs: REFRESH_MS,
    onError: (error) =>
      strapi.log.error(`event-streaming: reading the subscriptions failed: ${String(error)}`),
  });

  return {
    start: loop.start,
    stop: loop.stop,
    async has(contentType: string): Promise<boolean> {
      if (performance.now() - readAt <= MAX_AGE_MS) {
        return wanted.has(contentType);
      }
      if (strapi.db.inTransaction()) {
        // What this transaction sees may be old (REPEATABLE READ): good for its own writes only.
        return (await read()).has(contentType);
      }
      await refresh();
      return wanted.has(contentType);
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

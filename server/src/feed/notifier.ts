/**
 * Pokes: "there is something", a signed call without content. A lost poke costs only time, since
 * every consumer also asks by itself; so nothing is queued or retried here.
 */
import axios from 'axios';
import type { Core } from '@strapi/strapi';

import { allowedContentTypes } from './closure';
import { type ConsumerRow, findConsumers } from './consumer-store';
import { type SiteService, createTasks, decrypt, sign } from '../platform';
import type { PokeRequest } from '../protocol';

const TIMEOUT_MS = 5000;
/** A consumer that cannot be reached is not called again before this long, doubled each time. */
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;

interface Line {
  busy: boolean;
  again: boolean;
  pauseMs: number;
  notBefore: number;
}

export type Notifier = ReturnType<typeof createNotifier>;

export const createNotifier = ({ strapi, site }: { strapi: Core.Strapi; site: SiteService }) => {
  const lines = new Map<number, Line>();
  const tasks = createTasks((error) =>
    strapi.log.error(`event-streaming: consumers could not be poked: ${String(error)}`)
  );

  const send = async (consumer: ConsumerRow) => {
    const { siteId, head } = await site.read();
    const poke: PokeRequest = { siteId, head };
    const body = JSON.stringify(poke);
    await axios.post(`${consumer.url}/api/event-streaming/poke`, body, {
      headers: {
        'content-type': 'application/json',
        ...sign(decrypt(strapi, consumer.callbackKey), body, Date.now()),
      },
      signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), tasks.signal]),
      maxRedirects: 0,
      maxContentLength: 64 * 1024,
    });
  };

  /** At most one call to a consumer is under way; pokes meanwhile become one more call. */
  const run = async (consumer: ConsumerRow, line: Line) => {
    line.busy = true;
    do {
      line.again = false;
      try {
        await send(consumer);
        line.pauseMs = 0;
      } catch (error) {
        line.pauseMs = Math.min(LONGEST_PAUSE_MS, line.pauseMs * 2 || FIRST_PAUSE_MS);
        line.notBefore = performance.now() + line.pauseMs;
        strapi.log.debug(
          `event-streaming: ${consumer.name} (${consumer.url}) could not be poked and will find ` +
            `out by itself: ${(error as Error).message}`
        );
      }
    } while (line.again && line.pauseMs === 0);
    line.busy = false;
  };

  const poke = (consumer: ConsumerRow): void => {
    const line = lines.get(consumer.id) ?? { busy: false, again: false, pauseMs: 0, notBefore: 0 };
    lines.set(consumer.id, line);
    if (line.busy) {
      line.again = true;
    } else if (performance.now() >= line.notBefore) {
      tasks.run(() => run(consumer, line));
    }
  };

  return {
    /** Tells one consumer, at once and without waiting: its approval has changed, for instance. */
    poke,
    /** Tells everybody who wants one of these content types. */
    notify(contentTypes: string[]): void {
      tasks.run(async () => {
        const consumers = await findConsumers(strapi);
        consumers
          .filter((row) => {
            const allowed = allowedContentTypes(strapi, row);
            return contentTypes.some((uid) => allowed.has(uid));
          })
          .forEach(poke);
      });
    },
    stop: tasks.stop,
  };
};

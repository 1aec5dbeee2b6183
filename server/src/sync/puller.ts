import { errors } from '@strapi/utils';

import { stateAfter } from './link';
import { findProducer, findProducers, saveLinkState } from './producer-store';
import { type PullOptions, type PullResult, pull } from './pull';
import { type Loop, type Occasion, createLoop, dropLease, takeLease } from '../platform';

export type Puller = ReturnType<typeof createPuller>;

/**
 * Keeps one pull loop for each producer. A timer of one process, which holds the producer's lease,
 * is enough for the whole cluster; a poke or a person's wish is served by the process it reaches.
 */
export const createPuller = ({
  intervalSeconds,
  ...options
}: PullOptions & { intervalSeconds: number }) => {
  const { strapi } = options;
  const intervalMs = intervalSeconds * 1000;
  let isStopped = false;
  const loops = new Map<string, Loop<PullResult | null>>();

  const leaseName = (documentId: string) => `pull:${documentId}`;

  const run = async (
    documentId: string,
    { isAskedFor, signal }: Occasion
  ): Promise<PullResult | null> => {
    if (!(await takeLease(strapi, leaseName(documentId), intervalMs * 2)) && !isAskedFor) {
      return null;
    }
    const producer = await findProducer(strapi, { documentId });
    if (!producer) {
      return null;
    }
    try {
      const result = await pull(options, documentId, signal);
      await saveLinkState(strapi, producer.id, {
        state: 'connected',
        lastError: null,
        lastContactAt: new Date(),
      });
      return result;
    } catch (error) {
      if (signal.aborted) {
        throw error;
      }
      const state = stateAfter(error);
      const lastError = error instanceof Error ? error.message : String(error);
      if (producer.state !== state || producer.lastError !== lastError) {
        strapi.log.warn(`event-streaming: pulling from ${producer.name}: ${lastError}`);
        await saveLinkState(strapi, producer.id, { state, lastError });
      }
      throw error;
    }
  };

  const loopOf = (documentId: string): Loop<PullResult | null> => {
    let loop = loops.get(documentId);
    if (!loop) {
      loop = createLoop({
        intervalMs,
        run: (occasion) => run(documentId, occasion),
        onError: (error) => strapi.log.debug(`event-streaming: ${String(error)}`),
      });
      loops.set(documentId, loop);
      // After the end, requests may still come in; a loop that was never started refuses them.
      if (!isStopped) {
        loop.start();
      }
    }
    return loop;
  };

  /** Producers may be added and deleted by another process. */
  const supervisor = createLoop({
    intervalMs,
    async run() {
      const known = new Set((await findProducers(strapi)).map(({ documentId }) => documentId));
      known.forEach(loopOf);
      await Promise.all([...loops.keys()].filter((id) => !known.has(id)).map(forget));
    },
    onError: (error) =>
      strapi.log.error(`event-streaming: reading the producers failed: ${String(error)}`),
  });

  const forget = async (documentId: string): Promise<void> => {
    await loops.get(documentId)?.stop();
    loops.delete(documentId);
    await dropLease(strapi, leaseName(documentId));
  };

  return {
    start: supervisor.start,

    async stop(): Promise<void> {
      isStopped = true;
      await supervisor.stop();
      await Promise.all([...loops.keys()].map(forget));
    },

    /** Pulls soon: there is something, says a poke. */
    wake(documentId: string): void {
      loopOf(documentId).wake();
    },

    /**
     * Pulls now and waits for the end.
     * @throws ApplicationError that says why it could not be done
     */
    async pull(documentId: string): Promise<PullResult> {
      try {
        const result = await loopOf(documentId).runNow();
        if (!result) {
          throw new errors.NotFoundError('There is no such producer.');
        }
        return result;
      } catch (error) {
        throw error instanceof errors.ApplicationError
          ? error
          : new errors.ApplicationError(error instanceof Error ? error.message : String(error));
      }
    },

    /** Ends the loop of a deleted producer, after the pull that may be under way. */
    forget,
  };
};

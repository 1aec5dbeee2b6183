import type { Core } from '@strapi/strapi';

import { type PendingDocument, findPendingDocuments, resolveDocument } from './resolve-intents';
import { createLoop } from '../platform';

export type Resolver = ReturnType<typeof createResolver>;

/** Finds intents whose writer died between commit and wake-up, or ran in another process. */
const INTERVAL_MS = 1000;
/** A document that is published all the time comes to rest at some later time. */
const ATTEMPTS = 5;
/** A document that cannot be read is not tried again before this long, doubled each time. */
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 10 * 60_000;

/**
 * Turns committed intents into update logs, a moment after commit.
 * @param onLogged called when new update logs have committed
 */
export const createResolver = ({
  strapi,
  getSiteId,
  onLogged,
}: {
  strapi: Core.Strapi;
  getSiteId(): Promise<string>;
  onLogged(): void;
}) => {
  const complain = (error: unknown) =>
    strapi.log.error(`event-streaming: logging changes failed: ${String(error)}`);

  const pauses = new Map<string, { lengthMs: number; until: number }>();

  /**
   * One document that cannot be read must not keep the others from being streamed, nor fill the log
   * of the site.
   */
  const resolve = async (siteId: string, document: PendingDocument): Promise<void> => {
    const key = `${document.contentType} ${document.documentId}`;
    const pause = pauses.get(key);
    if (pause && performance.now() < pause.until) {
      return;
    }
    try {
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        const resolved = await resolveDocument(strapi, siteId, document);
        if (resolved.kind !== 'moved') {
          break;
        }
      }
      pauses.delete(key);
    } catch (error) {
      const lengthMs = Math.min(LONGEST_PAUSE_MS, pause ? pause.lengthMs * 2 : FIRST_PAUSE_MS);
      pauses.set(key, { lengthMs, until: performance.now() + lengthMs });
      complain(`${key}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };

  return createLoop({
    intervalMs: INTERVAL_MS,
    onError: complain,
    async run({ signal }) {
      let after: number | null = 0;
      while (after !== null && !signal.aborted) {
        const { documents, last } = await findPendingDocuments(strapi, after);
        const siteId = documents.length > 0 ? await getSiteId() : '';
        for (const document of documents) {
          if (signal.aborted) {
            return;
          }
          await resolve(siteId, document);
        }
        if (documents.length > 0) {
          onLogged();
        }
        after = last;
      }
    },
  });
};

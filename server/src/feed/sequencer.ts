import type { Core } from '@strapi/strapi';

import { assignSequences } from './assign-sequences';
import { type SiteService, createLoop } from '../platform';

export type Sequencer = ReturnType<typeof createSequencer>;

/** Finds rows whose writer died between commit and wake-up, or ran in another process. */
const INTERVAL_MS = 1000;

/**
 * Gives committed update logs their place in the stream, a moment after commit.
 * @param onNumbered called with the content types that have new events
 */
export const createSequencer = ({
  strapi,
  site,
  onNumbered,
}: {
  strapi: Core.Strapi;
  site: SiteService;
  onNumbered(contentTypes: string[]): void;
}) =>
  createLoop({
    intervalMs: INTERVAL_MS,
    onError: (error) =>
      strapi.log.error(`event-streaming: numbering events failed: ${String(error)}`),
    async run() {
      let more = true;
      while (more) {
        const numbered = await assignSequences(strapi);
        if (!numbered) {
          // Reading makes the row anew, with a new stream id.
          await site.read();
        } else if (numbered.count > 0) {
          onNumbered(numbered.contentTypes);
        }
        more = numbered === null || numbered.more;
      }
    },
  });

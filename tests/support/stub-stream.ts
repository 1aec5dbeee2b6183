import { randomUUID } from 'node:crypto';

import type { Core } from '@strapi/strapi';

import type { DocumentFields, StreamEvent } from '../../server/src/protocol';
import { applyPage } from '../../server/src/sync/apply-page';
import type { ProducerClient } from '../../server/src/sync/client';
import { heal } from '../../server/src/sync/heal';
import { readPosition, startPosition } from '../../server/src/sync/positions';
import type { FetchLimits } from '../../server/src/sync/stock';
import { findProducer } from '../../server/src/sync';
import type { EventResult } from '../../server/src/sync/tell-hooks';
import { createStubContext } from './stub-producer';

export interface StubStream {
  /** The newest number that was given to an event. */
  head(): number;
  /** The creation of a document, as the next event. */
  eventOf(contentType: string, data: DocumentFields, documentId?: string): StreamEvent;
  /** Applies the events as one page. */
  receive(events: StreamEvent[]): Promise<EventResult['outcome'][]>;
  /** What comes after a page. */
  heal(): Promise<void>;
  cursor(): Promise<number>;
}

/** The stream of a stub producer. */
export const createStubStream = (
  strapi: Core.Strapi,
  siteId: string,
  client: Partial<ProducerClient>,
  limits?: FetchLimits
): StubStream => {
  let sequence = 0;
  const cursor = async () => (await readPosition(strapi, siteId))?.cursor ?? 0;

  return {
    head: () => sequence,
    eventOf(contentType, data, documentId = `remote${sequence}`) {
      sequence += 1;
      const { options, pluginOptions } = strapi.contentTypes[contentType as never] as {
        options?: { draftAndPublish?: boolean };
        pluginOptions?: { i18n?: { localized?: boolean } };
      };
      return {
        eventId: randomUUID(),
        sequence,
        transactionId: randomUUID(),
        updateType: 'create',
        action: 'create',
        contentType,
        documentId,
        locale: pluginOptions?.i18n?.localized ? 'en' : null,
        status: options?.draftAndPublish ? 'draft' : null,
        data,
        state: null,
        isIncomplete: false,
        leaves: false,
        withoutDraft: false,
        deletesDocument: false,
        origin: siteId,
        path: [siteId],
        occurredAt: new Date().toISOString(),
      };
    },
    async receive(events) {
      const from = (events[0]?.sequence ?? 1) - 1;
      const to = events.at(-1)?.sequence ?? 0;
      await startPosition(strapi, siteId, { streamId: 'stream', cursor: from, head: to });
      const context = await createStubContext(strapi, siteId, client, limits);
      const results = await applyPage(context, events, from, to);
      return results.map(({ outcome }) => outcome);
    },
    async heal() {
      const producer = await findProducer(strapi, { siteId });
      if (!producer) throw new Error(`There is no producer ${siteId}.`);
      await heal(strapi, producer, () => createStubContext(strapi, siteId, client, limits));
    },
    cursor,
  };
};

import { randomUUID } from 'node:crypto';

import type { Core } from '@strapi/strapi';

import { currentActor } from './actor';
import type { VersionChange } from './diff-versions';
import { type StreamContext, encodePayload } from '../platform';

const UPDATE_LOG = 'plugin::event-streaming.update-log';

/**
 * Writes the changes of one document action in the ambient transaction: they commit with the
 * content or not at all. The rows get their sequence later, from the sequencer: a counter taken
 * here would be a lock that every other writer waits for (strapi-facts §11).
 */
export const writeUpdateLogs = async (
  strapi: Core.Strapi,
  siteId: string,
  {
    action,
    contentType,
    documentId,
    changes,
    stream,
    actor = currentActor(strapi),
    occurredAt = new Date(),
  }: {
    action: string;
    contentType: string;
    documentId: string;
    changes: VersionChange[];
    /** The event that the write applies, when it came from another site. */
    stream: StreamContext | undefined;
    /** When it is logged later than it happened. */
    actor?: string | null;
    occurredAt?: Date;
  }
): Promise<void> => {
  const transactionId = randomUUID();

  await strapi.db.query(UPDATE_LOG).createMany({
    data: changes.map(({ updateType, locale, status, data, state, ...document }) => {
      const eventId = randomUUID();
      return {
        ...document,
        documentId: eventId,
        eventId,
        transactionId,
        updateType,
        action,
        contentType,
        sourceDocumentId: documentId,
        sourceLocale: locale,
        sourceStatus: status,
        data: data && encodePayload(data),
        state: state && encodePayload(state),
        origin: stream?.origin ?? siteId,
        path: [...(stream?.path ?? []), siteId],
        actor,
        occurredAt,
      };
    }),
  });
};

import { randomUUID } from 'node:crypto';

import type { Core } from '@strapi/strapi';

import { currentActor } from './actor';
import type { VersionChange } from './diff-versions';
import { MAX_PAYLOAD_CHARACTERS, type StreamContext, encodeBelow } from '../platform';

const UPDATE_LOG = 'plugin::event-streaming.update-log';

/**
 * What is too large for a row of the log is not told by it: whoever reads the row asks for the
 * document as a whole.
 */
const toPayloads = ({
  data,
  state,
}: Pick<VersionChange, 'data' | 'state'>): { data: string | null; state: string | null } => {
  const whole = state && encodeBelow(state, MAX_PAYLOAD_CHARACTERS);
  const told = data === state ? whole : data && encodeBelow(data, MAX_PAYLOAD_CHARACTERS);
  const length = (told?.length ?? 0) + (whole?.length ?? 0);
  return (told === null) === (data === null) &&
    (whole === null) === (state === null) &&
    length <= MAX_PAYLOAD_CHARACTERS
    ? { data: told, state: whole }
    : { data: null, state: null };
};

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

  // Each with a statement of its own, so that none becomes too large.
  for (const { updateType, locale, status, data, state, ...document } of changes) {
    const eventId = randomUUID();
    await strapi.db.query(UPDATE_LOG).createMany({
      data: [
        {
          ...document,
          ...toPayloads({ data, state }),
          documentId: eventId,
          eventId,
          transactionId,
          updateType,
          action,
          contentType,
          sourceDocumentId: documentId,
          sourceLocale: locale,
          sourceStatus: status,
          origin: stream?.origin ?? siteId,
          path: [...(stream?.path ?? []), siteId],
          actor,
          occurredAt,
        },
      ],
    });
  }
};

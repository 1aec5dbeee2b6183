/**
 * Applies a page of events: all in one transaction, and when one fails, again piece by piece, so
 * that one bad event costs one event. A piece is what one document action did on the producer.
 * Content, links, sync logs and cursor commit together (DESIGN §2.2).
 */
import { type ApplyContext, applyEvent } from './apply-event';
import { ProducerError } from './client';
import { saveLink } from './document-links';
import { MissingDocumentError, classifyFailure } from './failures';
import { CursorMovedError, lockPosition, moveCursor } from './positions';
import { type NewSyncLog, type Outcome, insertSyncLogs } from './sync-log-store';
import { inTransaction } from '../platform';
import type { StreamEvent } from '../protocol';

/** The whole state of a remote document, with the sequence it contains; null: it is gone. */
export interface WholeDocument {
  sequence: number;
  fields: StreamEvent['data'];
}

export interface PageContext extends ApplyContext {
  /** This site, whose own changes never come back to it. */
  siteId: string;
  /** Asks the producer for a document as it is now. */
  fetchDocument(event: StreamEvent): Promise<WholeDocument | null>;
}

export interface EventResult {
  event: StreamEvent;
  outcome: Outcome | { status: 'redelivered' };
}

const WAITING = 'An earlier event of this document failed; resync applies them in order.';

const toPieces = (events: StreamEvent[]): StreamEvent[][] => {
  const pieces: StreamEvent[][] = [];
  for (const event of events) {
    const last = pieces.at(-1);
    if (last && last[0]?.transactionId === event.transactionId) {
      last.push(event);
    } else {
      pieces.push([event]);
    }
  }
  return pieces;
};

const lastSequence = (piece: StreamEvent[]) => Math.max(...piece.map(({ sequence }) => sequence));

const subscriptionOf = ({ producer }: PageContext, { contentType }: StreamEvent) =>
  producer.subscriptions.find((row) => row.contentType === contentType && !row.unsubscribed);

/**
 * The producer sends what this site, as far as it knows, does not want. Mostly this site is about
 * to: it has registered there, and saves here a moment later. Skipping would lose those events.
 */
const notSubscribed = ({ contentType }: StreamEvent) =>
  new ProducerError(
    'refused',
    `The producer sends ${contentType}, which this site is not subscribed to. If that does not ` +
      'pass by itself, save the producer here again.'
  );

const applyOne = async (
  context: PageContext,
  event: StreamEvent,
  whole?: WholeDocument
): Promise<EventResult> => {
  if (event.path.includes(context.siteId)) {
    return { event, outcome: { status: 'skipped', reason: 'The change was made on this site.' } };
  }
  const applied = await applyEvent(
    context,
    whole ? { ...event, updateType: 'create', data: whole.fields } : event,
    {
      useSameId: subscriptionOf(context, event)?.useSameId ?? true,
      ...(whole ? { appliedSequence: Math.max(event.sequence, whole.sequence) } : {}),
    }
  );
  switch (applied.kind) {
    case 'applied':
      return { event, outcome: { status: 'synced', localDocumentId: applied.localDocumentId } };
    case 'parked':
      return { event, outcome: { status: 'waiting', reason: WAITING } };
    case 'redelivered':
      return { event, outcome: { status: 'redelivered' } };
  }
};

/** A redelivered event was logged when it came first. */
const toLogs = (context: PageContext, results: EventResult[]): NewSyncLog[] =>
  results.flatMap(({ event, outcome }) =>
    outcome.status === 'redelivered'
      ? []
      : [{ event, outcome, useSameId: subscriptionOf(context, event)?.useSameId ?? true }]
  );

/** One transaction: the work, its sync logs, and the cursor from `from` to `to`. */
const commit = async (
  context: PageContext,
  from: number,
  to: number,
  work: () => Promise<EventResult[]>
): Promise<EventResult[]> => {
  const { strapi, producer } = context;
  return inTransaction(strapi, async () => {
    await lockPosition(strapi, producer.siteId, from);
    const results = await work();
    await insertSyncLogs(strapi, producer, toLogs(context, results));
    await moveCursor(strapi, producer.siteId, to);
    return results;
  });
};

const applyAll = async (context: PageContext, events: StreamEvent[]): Promise<EventResult[]> => {
  const results: EventResult[] = [];
  for (const event of events) {
    results.push(await applyOne(context, event));
  }
  return results;
};

/** The event refers to a document that this site has not: apply its whole state instead. */
const heal = async (
  context: PageContext,
  event: StreamEvent,
  from: number
): Promise<EventResult[]> => {
  const whole = await context.fetchDocument(event);
  return commit(context, from, event.sequence, async () =>
    whole
      ? [await applyOne(context, event, whole)]
      : [
          {
            event,
            outcome: { status: 'skipped', reason: 'The document no longer exists there.' },
          },
        ]
  );
};

/** Errors that are not about the event: it comes again with the next pull. */
const comesAgain = (error: unknown): boolean =>
  error instanceof CursorMovedError ||
  (error instanceof ProducerError &&
    (error.kind === 'unreachable' || error.kind === 'unauthorized')) ||
  classifyFailure(error).cause === 'transient';

/** Logs the failure, parks the documents and lets the cursor go on. */
const park = (context: PageContext, piece: StreamEvent[], from: number, error: unknown) => {
  const failure = classifyFailure(error);
  const { strapi, producer } = context;
  return commit(context, from, lastSequence(piece), async () => {
    for (const { contentType, documentId } of piece) {
      await saveLink(
        strapi,
        { producerSiteId: producer.siteId, contentType, documentId },
        { state: 'parked' }
      );
    }
    return piece.map((event, index) => ({
      event,
      outcome: index === 0 ? { status: 'failed', failure } : { status: 'waiting', reason: WAITING },
    }));
  });
};

const applyPiece = async (
  context: PageContext,
  piece: StreamEvent[],
  from: number
): Promise<EventResult[]> => {
  const [first] = piece;
  try {
    try {
      return await commit(context, from, lastSequence(piece), () => applyAll(context, piece));
    } catch (error) {
      if (error instanceof MissingDocumentError && piece.length === 1 && first) {
        return await heal(context, first, from);
      }
      throw error;
    }
  } catch (error) {
    if (comesAgain(error)) {
      throw error;
    }
    return park(context, piece, from, error);
  }
};

/**
 * @param from the cursor that the page was asked for with; @param to where it leads
 * @returns what became of each event, in order
 * @throws CursorMovedError, ProducerError (a document could not be fetched) and transient database
 *   errors: what was committed stays, and the rest comes again with the next pull
 */
export const applyPage = async (
  context: PageContext,
  events: StreamEvent[],
  from: number,
  to: number
): Promise<EventResult[]> => {
  const unwanted = events.find((event) => !subscriptionOf(context, event));
  if (unwanted) {
    throw notSubscribed(unwanted);
  }
  try {
    return await commit(context, from, to, () => applyAll(context, events));
  } catch (error) {
    if (comesAgain(error)) {
      throw error;
    }
  }
  const results: EventResult[] = [];
  let cursor = from;
  for (const piece of toPieces(events)) {
    results.push(...(await applyPiece(context, piece, cursor)));
    cursor = lastSequence(piece);
  }
  await commit(context, cursor, to, () => Promise.resolve([]));
  return results;
};

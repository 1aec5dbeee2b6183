/**
 * Applies a page of events: all in one transaction, and when one fails, again piece by piece, so
 * that one bad event costs one event. A piece is what one document action did on the producer.
 * Content, links, sync logs and cursor commit together (DESIGN §2.2).
 */
import { chunk, groupBy } from 'lodash';

import { type Applied, type Applier, type Dependency, createApplier } from './apply';
import { type ApplyContext, keyOf, remoteOf, subscriptionTo, usesSameId } from './apply-context';
import { ProducerError } from './client';
import { saveLink } from './document-links';
import { MissingDocumentsError, classifyFailure, endsPull } from './failures';
import { TooMuchAtOnceError } from './fetch-wholes';
import { fingerprintAfter } from './fingerprint';
import { type Supplies, withSupplies } from './gather';
import { outcomeOf } from './outcome-of';
import { CursorMovedError, lockPosition, moveCursor } from './positions';
import { type NewSyncLog, insertDependencyLogs, insertSyncLogs } from './sync-log-store';
import { type EventResult, tellHooks } from './tell-hooks';
import { FILE } from '../documents';
import { inTransaction } from '../platform';
import type { StreamEvent } from '../protocol';

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

/** What one piece does to one document. */
const toDocuments = (piece: StreamEvent[]): StreamEvent[][] => Object.values(groupBy(piece, keyOf));

const toOutcome = (applied: Applied, { eventId }: StreamEvent): EventResult['outcome'] => {
  switch (applied.kind) {
    case 'applied':
      return outcomeOf(applied, eventId);
    case 'skipped':
      return { status: 'skipped', reason: applied.reason };
    case 'parked':
      return { status: 'waiting', reason: WAITING };
    case 'redelivered':
      return { status: 'redelivered' };
  }
};

const applyDocument = async (
  context: ApplyContext,
  applier: Applier,
  events: StreamEvent[]
): Promise<EventResult[]> => {
  if (events.every(({ path }) => path.includes(context.siteId))) {
    const reason = 'The change was made on this site.';
    return events.map((event) => ({ event, outcome: { status: 'skipped', reason } }));
  }
  const applied = await applier.applyEvents(events);
  return events.map((event) => ({ event, outcome: toOutcome(applied, event) }));
};

/** A redelivered event was logged when it came first. */
const toLogs = (context: ApplyContext, results: EventResult[]): NewSyncLog[] =>
  results.flatMap(({ event, outcome }) =>
    outcome.status === 'redelivered'
      ? []
      : [{ event, outcome, useSameId: usesSameId(context, event.contentType) }]
  );

interface Work {
  results: EventResult[];
  dependencies: Dependency[];
}

/** One transaction: the work, its sync logs, and the cursor from `from` to `to`. */
const commit = async (
  context: ApplyContext,
  from: number,
  to: number,
  work: () => Promise<Work>
): Promise<EventResult[]> => {
  const { strapi, producer } = context;
  const { results, dependencies } = await inTransaction(strapi, async () => {
    await lockPosition(strapi, producer.siteId, from);
    const done = await work();
    await insertDependencyLogs(strapi, producer, done.dependencies);
    await insertSyncLogs(strapi, producer, toLogs(context, done.results));
    await moveCursor(strapi, producer.siteId, to);
    return done;
  });
  await tellHooks(context, results, dependencies);
  return results;
};

const applyAll = async (
  context: ApplyContext,
  events: StreamEvent[],
  supplies: Supplies
): Promise<Work> => {
  const applier = createApplier(context, supplies);
  const results: EventResult[] = [];
  for (const piece of toPieces(events)) {
    for (const document of toDocuments(piece)) {
      results.push(...(await applyDocument(context, applier, document)));
    }
  }
  return { results, dependencies: applier.dependencies };
};

/** Errors that are not about the event: it comes again with the next pull. */
const comesAgain = (error: unknown): boolean =>
  error instanceof CursorMovedError || endsPull(error);

/** Logs the failure, parks the documents and lets the cursor go on. */
const park = async (context: ApplyContext, piece: StreamEvent[], from: number, error: unknown) => {
  const failure = classifyFailure(error);
  const [first] = piece;
  const fingerprint = first ? await fingerprintAfter(error, context, first.contentType) : null;
  return commit(context, from, lastSequence(piece), async () => {
    for (const event of piece) {
      await saveLink(context.strapi, remoteOf(context, event), { state: 'parked' });
    }
    const results: EventResult[] = piece.map((event, index) => ({
      event,
      outcome:
        index === 0
          ? { status: 'failed', failure, fingerprint }
          : { status: 'waiting', reason: WAITING },
    }));
    return { results, dependencies: [] };
  });
};

const applyPiece = async (
  context: ApplyContext,
  piece: StreamEvent[],
  from: number,
  supplies: Supplies
): Promise<EventResult[]> => {
  const attempt = (present: Supplies) =>
    commit(context, from, lastSequence(piece), () => applyAll(context, piece, present));
  try {
    try {
      return await attempt(supplies);
    } catch (error) {
      if (!(error instanceof MissingDocumentsError)) {
        throw error;
      }
      // An earlier piece of the page was to bring it, and did not.
      return await withSupplies(context, piece, error.references, attempt);
    }
  } catch (error) {
    if (comesAgain(error)) {
      throw error;
    }
    return park(context, piece, from, error);
  }
};

const applySupplied = async (
  context: ApplyContext,
  events: StreamEvent[],
  from: number,
  to: number,
  supplies: Supplies
): Promise<EventResult[]> => {
  try {
    return await commit(context, from, to, () => applyAll(context, events, supplies));
  } catch (error) {
    if (comesAgain(error)) {
      throw error;
    }
  }
  const results: EventResult[] = [];
  let cursor = from;
  for (const piece of toPieces(events)) {
    results.push(...(await applyPiece(context, piece, cursor, supplies)));
    cursor = lastSequence(piece);
  }
  await commit(context, cursor, to, () => Promise.resolve({ results: [], dependencies: [] }));
  return results;
};

/** Where the events need more documents than this site holds at once: in halves. */
const applyEvents = async (
  context: ApplyContext,
  events: StreamEvent[],
  from: number,
  to: number
): Promise<EventResult[]> => {
  try {
    return await withSupplies(context, events, [], (supplies) =>
      applySupplied(context, events, from, to, supplies)
    );
  } catch (error) {
    if (!(error instanceof TooMuchAtOnceError)) {
      throw error;
    }
  }
  const pieces = toPieces(events);
  const [first, second] = chunk(pieces, Math.ceil(pieces.length / 2)).map((half) => half.flat());
  const middle = lastSequence(first ?? []);
  return [
    ...(await applyEvents(context, first ?? [], from, middle)),
    ...(await applyEvents(context, second ?? [], middle, to)),
  ];
};

/**
 * @param from the cursor that the page was asked for with; @param to where it leads
 * @returns what became of each event, in order
 * @throws CursorMovedError, ProducerError (a document could not be fetched) and transient database
 *   errors: what was committed stays, and the rest comes again with the next pull
 */
export const applyPage = async (
  context: ApplyContext,
  events: StreamEvent[],
  from: number,
  to: number
): Promise<EventResult[]> => {
  const unwanted = events.find(
    ({ contentType }) => contentType !== FILE && !subscriptionTo(context, contentType)
  );
  if (unwanted) {
    throw notSubscribed(unwanted);
  }
  return applyEvents(context, events, from, to);
};

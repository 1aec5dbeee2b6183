/**
 * Resync: a parked document is brought up to date, by applying the failed event and all that
 * waited behind it, or, where that cannot work, its present whole state (DESIGN §8).
 */
import { errors } from '@strapi/utils';
import { chunk, groupBy } from 'lodash';

import { acknowledge } from './acknowledge';
import { type Applied, type Applier, createApplier } from './apply';
import { type ApplyContext, keyOf } from './apply-context';
import { ProducerError } from './client';
import { type RemoteDocument, unpark } from './document-links';
import { classifyFailure, endsPull } from './failures';
import { fingerprintAfter } from './fingerprint';
import { type Supplies, withSupplies } from './gather';
import { type LinkOptions, connect, createApplyContext } from './link';
import { outcomeOf } from './outcome-of';
import { lockProducer, readPosition } from './positions';
import { findProducer } from './producer-store';
import {
  type Outcome,
  type SyncLogRow,
  UNSETTLED,
  findSyncLogs,
  insertDependencyLogs,
  saveOutcome,
  toStreamEvent,
  whereUnsettled,
} from './sync-log-store';
import { tellHooks } from './tell-hooks';
import { inTransaction } from '../platform';
import type { ResyncOutcome } from '../protocol';

const remoteOf = (row: SyncLogRow): RemoteDocument => ({
  producerSiteId: row.producerSiteId,
  contentType: row.contentType,
  documentId: row.sourceDocumentId,
});

const toOutcome = (applied: Applied, row: SyncLogRow): Outcome => {
  switch (applied.kind) {
    case 'applied':
      return outcomeOf(applied, row.eventId);
    case 'skipped':
      return { status: 'skipped', reason: applied.reason };
    case 'parked':
    case 'redelivered':
      return { status: 'synced', localDocumentId: row.localDocumentId, versions: null };
  }
};

/** What became of one log. */
interface Settled {
  row: SyncLogRow;
  outcome: Outcome;
}

/**
 * Settles all that is failed or waiting of a document, in one transaction: a failure leaves it as
 * it was. The rows are read under the lock that pulling takes too, so none slips in meanwhile.
 */
const settle = async (
  context: ApplyContext,
  remote: RemoteDocument,
  supplies: Supplies,
  apply: (applier: Applier, rows: SyncLogRow[]) => Promise<Settled[]>
): Promise<void> => {
  const { strapi, producer } = context;
  const { settled, dependencies } = await inTransaction(strapi, async () => {
    const applier = createApplier(context, supplies);
    await lockProducer(strapi, producer.siteId);
    const done = await apply(applier, await findSyncLogs(strapi, whereUnsettled(remote)));
    for (const { row, outcome } of done) {
      await saveOutcome(strapi, row, outcome);
    }
    await insertDependencyLogs(strapi, producer, applier.dependencies);
    await unpark(strapi, remote);
    return { settled: done, dependencies: applier.dependencies };
  });
  const results = settled.map(({ row, outcome }) => ({ event: toStreamEvent(row), outcome }));
  await tellHooks(context, results, dependencies);
};

/** Which event could not be applied. */
class ReplayError extends Error {
  constructor(
    readonly row: SyncLogRow,
    override readonly cause: unknown
  ) {
    super('An event could not be applied again.');
  }
}

/** Rows of one document action, which are applied together. */
const byTransaction = (rows: SyncLogRow[]): SyncLogRow[][] =>
  Object.values(groupBy(rows, 'transactionId'));

const replay = async (applier: Applier, rows: SyncLogRow[]): Promise<Settled[]> => {
  const settled: Settled[] = [];
  for (const group of byTransaction(rows)) {
    try {
      const applied = await applier.applyEvents(group.map(toStreamEvent), { evenIfParked: true });
      settled.push(...group.map((row) => ({ row, outcome: toOutcome(applied, row) })));
    } catch (error) {
      throw group[0] ? new ReplayError(group[0], error) : error;
    }
  }
  return settled;
};

/** Many events may have waited: the newest alone keeps the document that stands for them all. */
const withoutVersions = (outcome: Outcome): Outcome =>
  outcome.status === 'synced' ? { ...outcome, versions: null } : outcome;

/**
 * Applies the present whole state in place of the events that are in it, then the later ones. A
 * document that is gone on the producer is deleted here too.
 */
const applyWhole = async (
  applier: Applier,
  rows: SyncLogRow[],
  sequence: number
): Promise<Settled[]> => {
  const covered = rows.filter((row) => Number(row.sequence) <= sequence);
  const settled: Settled[] = [];
  const newest = covered.at(-1);
  if (newest) {
    const event = toStreamEvent(newest);
    const applied = await applier.applyWhole(event, event);
    for (const row of covered) {
      const outcome = toOutcome(applied, row);
      settled.push({ row, outcome: row === newest ? outcome : withoutVersions(outcome) });
    }
  }
  const later = await replay(
    applier,
    rows.filter((row) => !covered.includes(row))
  );
  return [...settled, ...later];
};

/** On the event that failed; on the first, when it was the whole document that did. */
const saveFailure = async (context: ApplyContext, remote: RemoteDocument, error: unknown) => {
  const unsettled = await findSyncLogs(context.strapi, whereUnsettled(remote));
  const failed = error instanceof ReplayError ? error.row.id : unsettled[0]?.id;
  const row = unsettled.find(({ id }) => id === failed);
  if (row) {
    const reason = error instanceof ReplayError ? error.cause : error;
    const outcome: Outcome = {
      status: 'failed',
      failure: classifyFailure(reason),
      fingerprint: await fingerprintAfter(reason, context, remote.contentType),
    };
    await saveOutcome(context.strapi, row, outcome);
    await tellHooks(context, [{ event: toStreamEvent(row), outcome }], []);
  }
};

/** What would fail in the same way whatever is applied, since this site is out of order. */
const isOutOfOrder = (error: unknown): boolean => {
  const reason = error instanceof ReplayError ? error.cause : error;
  return !endsPull(reason) && classifyFailure(reason).cause === 'transient';
};

/** Brings a parked document up to date, or notes why that failed. */
export const resyncDocument = async (
  context: ApplyContext,
  remote: RemoteDocument
): Promise<void> => {
  try {
    const rows = await findSyncLogs(context.strapi, whereUnsettled(remote));
    await withSupplies(context, rows.map(toStreamEvent), [], (supplies) =>
      settle(context, remote, supplies, replay)
    );
  } catch (replayError) {
    if (isOutOfOrder(replayError)) {
      await saveFailure(context, remote, replayError);
      return;
    }
    try {
      await withSupplies(context, [], [remote], async (supplies) => {
        const whole = supplies.wholes.get(keyOf(remote));
        if (!whole) {
          throw replayError;
        }
        await settle(context, remote, supplies, (applier, unsettled) =>
          applyWhole(applier, unsettled, whole.sequence)
        );
      });
    } catch (error) {
      // That the producer could not be asked is not what is wrong with the event.
      await saveFailure(context, remote, error instanceof ProducerError ? replayError : error);
    }
  }
};

const resyncOfProducer = async (options: LinkOptions, rows: SyncLogRow[]): Promise<void> => {
  const { strapi } = options;
  const siteId = rows[0]?.producerSiteId;
  const producer = siteId ? await findProducer(strapi, { siteId }) : null;
  if (!producer) {
    throw new errors.ApplicationError(
      `The producer ${rows[0]?.producerName} was deleted. Add it again to receive its documents.`
    );
  }
  const client = connect(options, producer);
  const context = await createApplyContext(options, producer, client);
  const documents = new Map(rows.map((row) => [JSON.stringify(remoteOf(row)), row]));
  for (const row of documents.values()) {
    await resyncDocument(context, remoteOf(row));
  }
  const position = await readPosition(strapi, producer.siteId);
  if (position) {
    // The outcome is in the log, and is told with the next pull if not now.
    await acknowledge(strapi, client, producer.siteId, position).catch((error: unknown) => {
      strapi.log.debug(`event-streaming: ${String(error)}`);
    });
  }
};

/** Logs in one query. */
const BATCH = 200;

/**
 * Resyncs the documents of the given logs, those that are failed or waiting.
 * @param ids the logs' documentIds
 * @returns how each of the given logs stands afterwards
 * @throws ApplicationError when a producer is gone or has no usable subscriber
 */
export const resync = async (options: LinkOptions, ids: string[]): Promise<ResyncOutcome[]> => {
  const outcomes: ResyncOutcome[] = [];
  for (const batch of chunk(ids, BATCH)) {
    const where = { documentId: { $in: batch } };
    const unsettled = await findSyncLogs(options.strapi, {
      ...where,
      syncStatus: { $in: [...UNSETTLED] },
    });
    for (const rows of Object.values(groupBy(unsettled, 'producerSiteId'))) {
      await resyncOfProducer(options, rows);
    }
    const after = await findSyncLogs(options.strapi, where);
    outcomes.push(
      ...after.map(({ documentId, syncStatus, error }) => ({
        id: documentId,
        status: syncStatus,
        error,
      }))
    );
  }
  return outcomes;
};

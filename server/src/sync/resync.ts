/**
 * Resync: a parked document is brought up to date, by applying the failed event and all that
 * waited behind it, or, where that cannot work, its present whole state (DESIGN §8).
 */
import { errors } from '@strapi/utils';
import { chunk, groupBy } from 'lodash';

import { type Applied, applyEvent } from './apply-event';
import type { PageContext, WholeDocument } from './apply-page';
import { ProducerError } from './client';
import { type RemoteDocument, unpark } from './document-links';
import { classifyFailure } from './failures';
import { type LinkOptions, connect, createPageContext } from './link';
import { lockProducer, readPosition } from './positions';
import { type ProducerRow, findProducer } from './producer-store';
import { acknowledge } from './pull';
import {
  type Outcome,
  type SyncLogRow,
  UNSETTLED,
  findSyncLogs,
  saveOutcome,
  toStreamEvent,
  whereUnsettled,
} from './sync-log-store';
import { inTransaction } from '../platform';
import type { ResyncOutcome, StreamEvent } from '../protocol';

const remoteOf = (row: SyncLogRow): RemoteDocument => ({
  producerSiteId: row.producerSiteId,
  contentType: row.contentType,
  documentId: row.sourceDocumentId,
});

const useSameIdOf = (producer: ProducerRow, row: SyncLogRow) =>
  producer.subscriptions.find(({ contentType }) => contentType === row.contentType)?.useSameId ??
  row.useSameId;

const toOutcome = (applied: Applied, row: SyncLogRow): Outcome =>
  applied.kind === 'applied'
    ? { status: 'synced', localDocumentId: applied.localDocumentId }
    : { status: 'synced', localDocumentId: row.localDocumentId };

/**
 * Settles all that is failed or waiting of a document, in one transaction: a failure leaves it as
 * it was. The rows are read under the lock that pulling takes too, so none slips in meanwhile.
 */
const settle = (
  context: PageContext,
  remote: RemoteDocument,
  apply: (rows: SyncLogRow[]) => Promise<void>
): Promise<void> =>
  inTransaction(context.strapi, async () => {
    await lockProducer(context.strapi, context.producer.siteId);
    await apply(await findSyncLogs(context.strapi, whereUnsettled(remote)));
    await unpark(context.strapi, remote);
  });

/** Which event could not be applied. */
class ReplayError extends Error {
  constructor(
    readonly row: SyncLogRow,
    override readonly cause: unknown
  ) {
    super('An event could not be applied again.');
  }
}

const replay = async (context: PageContext, rows: SyncLogRow[]): Promise<void> => {
  for (const row of rows) {
    try {
      const applied = await applyEvent(context, toStreamEvent(row), {
        useSameId: useSameIdOf(context.producer, row),
        evenIfParked: true,
      });
      await saveOutcome(context.strapi, row, toOutcome(applied, row));
    } catch (error) {
      throw new ReplayError(row, error);
    }
  }
};

/**
 * Applies the present whole state in place of the events that are in it, then the later ones. A
 * document that is gone on the producer is deleted here too.
 */
const applyWhole = async (
  context: PageContext,
  rows: SyncLogRow[],
  whole: WholeDocument | null
): Promise<void> => {
  const covered = rows.filter((row) => !whole || Number(row.sequence) <= whole.sequence);
  const newest = covered.at(-1);
  if (newest) {
    const applied = await applyEvent(
      context,
      {
        ...toStreamEvent(newest),
        updateType: whole ? 'create' : 'delete',
        data: whole?.fields ?? null,
      },
      {
        useSameId: useSameIdOf(context.producer, newest),
        appliedSequence: whole?.sequence ?? Number(newest.sequence),
        evenIfParked: true,
      }
    );
    for (const row of covered) {
      await saveOutcome(context.strapi, row, toOutcome(applied, row));
    }
  }
  await replay(
    context,
    rows.filter((row) => !covered.includes(row))
  );
};

/** On the event that failed; on the first, when it was the whole document that did. */
const saveFailure = async (context: PageContext, remote: RemoteDocument, error: unknown) => {
  const unsettled = await findSyncLogs(context.strapi, whereUnsettled(remote));
  const failed = error instanceof ReplayError ? error.row.id : unsettled[0]?.id;
  const row = unsettled.find(({ id }) => id === failed);
  if (row) {
    await saveOutcome(context.strapi, row, {
      status: 'failed',
      failure: classifyFailure(error instanceof ReplayError ? error.cause : error),
    });
  }
};

const resyncDocument = async (
  context: PageContext,
  remote: RemoteDocument,
  event: StreamEvent
): Promise<void> => {
  try {
    await settle(context, remote, (rows) => replay(context, rows));
  } catch (replayError) {
    try {
      const whole = await context.fetchDocument(event);
      await settle(context, remote, (rows) => applyWhole(context, rows, whole));
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
  const context = await createPageContext(options, producer, client);
  const documents = new Map(rows.map((row) => [JSON.stringify(remoteOf(row)), row]));
  for (const row of documents.values()) {
    await resyncDocument(context, remoteOf(row), toStreamEvent(row));
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

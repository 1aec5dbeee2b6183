/**
 * Resync: a parked document is brought up to date, by applying the failed event and all that
 * waited behind it, or, where that cannot work, its present whole state (DESIGN §8).
 */
import { errors } from '@strapi/utils';

import { type Applied, applyEvent } from './apply-event';
import type { PageContext, WholeDocument } from './apply-page';
import { ProducerError } from './client';
import { type RemoteDocument, saveLink } from './document-links';
import { classifyFailure } from './failures';
import { type LinkOptions, connect, createPageContext } from './link';
import { lockProducer, readPosition } from './positions';
import { type ProducerRow, findProducer } from './producer-store';
import { acknowledge } from './pull';
import {
  type Outcome,
  type SyncLogRow,
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
    await saveLink(context.strapi, remote, { state: 'linked' });
  });

const replay = async (context: PageContext, rows: SyncLogRow[]): Promise<void> => {
  for (const row of rows) {
    const applied = await applyEvent(context, toStreamEvent(row), {
      useSameId: useSameIdOf(context.producer, row),
      evenIfParked: true,
    });
    await saveOutcome(context.strapi, row, toOutcome(applied, row));
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

const saveFailure = async (context: PageContext, remote: RemoteDocument, error: unknown) => {
  const [first] = await findSyncLogs(context.strapi, whereUnsettled(remote), 1);
  if (first) {
    await saveOutcome(context.strapi, first, {
      status: 'failed',
      failure: classifyFailure(error),
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

const UNSETTLED = ['failed', 'waiting', 'retrying'];

/**
 * Resyncs the documents of the given logs, those that are failed or waiting.
 * @returns how each of the given logs stands afterwards
 * @throws ApplicationError when a producer is gone or has no usable subscriber
 */
export const resync = async (
  options: LinkOptions,
  where: Record<string, unknown>
): Promise<ResyncOutcome[]> => {
  const logs = await findSyncLogs(options.strapi, where);
  const bySite = new Map<string, SyncLogRow[]>();
  for (const row of logs.filter(({ syncStatus }) => UNSETTLED.includes(syncStatus))) {
    bySite.set(row.producerSiteId, [...(bySite.get(row.producerSiteId) ?? []), row]);
  }
  for (const rows of bySite.values()) {
    await resyncOfProducer(options, rows);
  }
  const after = await findSyncLogs(options.strapi, { id: { $in: logs.map(({ id }) => id) } });
  return after.map(({ documentId, syncStatus, error }) => ({
    id: documentId,
    status: syncStatus,
    error,
  }));
};

/**
 * Applies documents that events refer to before the events, in transactions of their own: there are
 * more of them than this site holds at once. What one of them refers to and is yet to come is left out
 * of it; then it waits for that as a parked document, and is completed by healing.
 */
import { randomUUID } from 'node:crypto';

import { type Dependency, createApplier } from './apply';
import { type ApplyContext, type WholeDocument, keyOf, remoteOf } from './apply-context';
import { saveLink } from './document-links';
import { MissingDocumentsError, type RemoteReference, classifyFailure, endsPull } from './failures';
import type { Supplies } from './gather';
import { lockProducer } from './positions';
import { type NewSyncLog, insertDependencyLogs, insertSyncLogs } from './sync-log-store';
import { tellHooks } from './tell-hooks';
import { inTransaction } from '../platform';

const LATER =
  'it comes later, since more documents belong together than this site takes at once ' +
  '(pull.maxDocuments, pull.maxBytes)';

/** Has the document asked for as a whole again. */
const toUnfinishedLog = (
  { producer }: ApplyContext,
  { contentType, documentId, sequence, localDocumentId }: Dependency,
  missing: RemoteReference
): NewSyncLog => {
  const eventId = randomUUID();
  return {
    useSameId: documentId === localDocumentId,
    event: {
      eventId,
      sequence,
      transactionId: eventId,
      updateType: 'update',
      action: 'dependency',
      contentType,
      documentId,
      locale: null,
      status: null,
      data: null,
      state: null,
      isIncomplete: true,
      deletesDocument: false,
      leaves: false,
      withoutDraft: false,
      origin: producer.siteId,
      path: [producer.siteId],
      occurredAt: new Date().toISOString(),
    },
    outcome: {
      status: 'failed',
      failure: classifyFailure(new MissingDocumentsError([missing], LATER)),
      fingerprint: null,
    },
  };
};

const parkUnfinished = async (
  context: ApplyContext,
  unfinished: { dependency: Dependency; missing: RemoteReference }[]
): Promise<void> => {
  const { strapi, producer } = context;
  for (const { dependency } of unfinished) {
    await saveLink(strapi, remoteOf(context, dependency), {
      state: 'parked',
      // It is to come once more as it is now.
      appliedSequence: dependency.sequence - 1,
    });
  }
  await insertSyncLogs(
    strapi,
    producer,
    unfinished.map(({ dependency, missing }) => toUnfinishedLog(context, dependency, missing))
  );
};

const commitRound = async (
  context: ApplyContext,
  supplies: Supplies,
  documents: WholeDocument[]
): Promise<void> => {
  const { strapi, producer } = context;
  const dependencies = await inTransaction(strapi, async () => {
    await lockProducer(strapi, producer.siteId);
    const applier = createApplier(context, supplies);
    await applier.bringAll(documents);
    const unfinished = applier.dependencies.flatMap((dependency) => {
      const missing = applier.unfinished.get(keyOf(dependency));
      return missing ? [{ dependency, missing }] : [];
    });
    const finished = applier.dependencies.filter(
      (dependency) => !applier.unfinished.has(keyOf(dependency))
    );
    await insertDependencyLogs(strapi, producer, finished);
    await parkUnfinished(context, unfinished);
    return finished;
  });
  await tellHooks(context, [], dependencies);
};

/**
 * One that cannot be applied is left to the event that needs it, which tells why.
 * @throws ProducerError, and transient errors of the database
 */
export const applyRound = async (context: ApplyContext, supplies: Supplies): Promise<void> => {
  const documents = [...supplies.wholes.values()];
  try {
    await commitRound(context, supplies, documents);
    return;
  } catch (error) {
    if (endsPull(error)) {
      throw error;
    }
  }
  for (const document of documents) {
    try {
      await commitRound(context, supplies, [document]);
    } catch (error) {
      if (endsPull(error)) {
        throw error;
      }
      context.strapi.log.debug(`event-streaming: ${keyOf(document)}: ${String(error)}`);
    }
  }
};

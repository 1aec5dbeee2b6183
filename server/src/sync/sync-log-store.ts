import { randomUUID } from 'node:crypto';

import type { Core } from '@strapi/strapi';

import type { Dependency } from './apply';
import type { Failure } from './failures';
import type { ProducerRow } from './producer-store';
import { decodePayload, encodePayload } from '../platform';
import type {
  DocumentFields,
  DocumentVersion,
  FailureCause,
  StreamEvent,
  SyncStatus,
  UpdateType,
  VersionStatus,
} from '../protocol';

export const SYNC_LOG = 'plugin::event-streaming.sync-log';

export interface SyncLogRow {
  id: number;
  documentId: string;
  syncStatus: SyncStatus;
  producer: { documentId: string; name: string; url: string } | null;
  producerSiteId: string;
  producerName: string;
  producerUrl: string;
  eventId: string;
  sequence: string;
  transactionId: string;
  updateType: UpdateType;
  action: string;
  contentType: string;
  sourceDocumentId: string;
  sourceLocale: string | null;
  sourceStatus: VersionStatus | null;
  localDocumentId: string | null;
  useSameId: boolean;
  isIncomplete: boolean;
  deletesDocument: boolean;
  leaves: boolean;
  withoutDraft: boolean;
  state: string | null;
  /** What the event carried. */
  data: string | null;
  /** The whole document that was applied in its place. */
  versions: string | null;
  origin: string;
  path: string[];
  occurredAt: string;
  error: string | null;
  cause: FailureCause | null;
  /**
   * The document that has to come first, of a `dependency` failure; without an id, what a look-up of
   * a mapping looked for.
   */
  missingContentType: string | null;
  missingDocumentId: string | null;
  attempts: number;
  updatedAt: string;
  syncedAt: string | null;
  createdAt: string;
}

export interface SyncedOutcome {
  status: 'synced';
  localDocumentId: string | null;
  /** The whole document that was applied in place of the event's data, if it was. */
  versions: DocumentVersion[] | null;
}

/** What became of an event. */
export type Outcome =
  | SyncedOutcome
  /** `fingerprint`: see `fingerprintAfter`. */
  | { status: 'failed'; failure: Failure; fingerprint: string | null }
  | { status: 'waiting'; reason: string }
  | { status: 'skipped'; reason: string };

/** The event as the producer sent it, to be applied again. */
export const toStreamEvent = (row: SyncLogRow): StreamEvent => ({
  eventId: row.eventId,
  sequence: Number(row.sequence),
  transactionId: row.transactionId,
  updateType: row.updateType,
  action: row.action,
  contentType: row.contentType,
  documentId: row.sourceDocumentId,
  locale: row.sourceLocale,
  status: row.sourceStatus,
  data: decodePayload<DocumentFields>(row.data),
  isIncomplete: row.isIncomplete,
  deletesDocument: row.deletesDocument,
  leaves: row.leaves,
  withoutDraft: row.withoutDraft,
  state: decodePayload<DocumentFields>(row.state),
  origin: row.origin,
  path: row.path,
  occurredAt: new Date(row.occurredAt).toISOString(),
});

const missingColumns = (missing: Failure['missing']) => ({
  missingContentType: missing?.contentType ?? null,
  missingDocumentId: missing?.documentId ?? null,
});

const outcomeColumns = (outcome: Outcome) => {
  switch (outcome.status) {
    case 'synced':
      return {
        syncStatus: outcome.status,
        localDocumentId: outcome.localDocumentId,
        versions: outcome.versions && encodePayload(outcome.versions),
        error: null,
        cause: null,
        ...missingColumns(null),
        syncedAt: new Date(),
      };
    case 'failed':
      return {
        syncStatus: outcome.status,
        error: outcome.failure.message,
        cause: outcome.failure.cause,
        fingerprint: outcome.fingerprint,
        ...missingColumns(outcome.failure.missing),
      };
    case 'waiting':
    case 'skipped':
      return { syncStatus: outcome.status, error: outcome.reason, cause: null };
  }
};

export interface NewSyncLog {
  event: StreamEvent;
  useSameId: boolean;
  outcome: Outcome;
}

/** Logs events with their outcome, in the ambient transaction. */
export const insertSyncLogs = async (
  strapi: Core.Strapi,
  producer: ProducerRow,
  logs: NewSyncLog[]
): Promise<void> => {
  for (const { event, useSameId, outcome } of logs) {
    await strapi.db.query(SYNC_LOG).create({
      data: {
        producer: producer.id,
        producerSiteId: producer.siteId,
        producerName: producer.name,
        producerUrl: producer.url,
        eventId: event.eventId,
        sequence: String(event.sequence),
        transactionId: event.transactionId,
        updateType: event.updateType,
        action: event.action,
        contentType: event.contentType,
        sourceDocumentId: event.documentId,
        sourceLocale: event.locale,
        sourceStatus: event.status,
        useSameId,
        isIncomplete: event.isIncomplete,
        deletesDocument: event.deletesDocument,
        leaves: event.leaves,
        withoutDraft: event.withoutDraft,
        state: event.state && encodePayload(event.state),
        data: event.data && encodePayload(event.data),
        origin: event.origin,
        path: event.path,
        occurredAt: event.occurredAt,
        attempts: outcome.status === 'waiting' ? 0 : 1,
        // The cursor alone tells the producer that an event is synced.
        acknowledged: outcome.status === 'synced',
        ...outcomeColumns(outcome),
      },
    });
  }
};

/** Logs documents that came along because events refer to them. */
export const insertDependencyLogs = async (
  strapi: Core.Strapi,
  producer: ProducerRow,
  dependencies: Dependency[]
): Promise<void> => {
  const now = new Date();
  for (const { contentType, documentId, sequence, versions, localDocumentId } of dependencies) {
    const eventId = randomUUID();
    await strapi.db.query(SYNC_LOG).create({
      data: {
        producer: producer.id,
        producerSiteId: producer.siteId,
        producerName: producer.name,
        producerUrl: producer.url,
        eventId,
        sequence: String(sequence),
        transactionId: eventId,
        updateType: 'create',
        action: 'dependency',
        contentType,
        sourceDocumentId: documentId,
        localDocumentId,
        versions: encodePayload(versions),
        useSameId: documentId === localDocumentId,
        origin: producer.siteId,
        path: [producer.siteId],
        occurredAt: now,
        attempts: 1,
        // The producer has no such event.
        acknowledged: true,
        syncStatus: 'synced',
        syncedAt: now,
      },
    });
  }
};

/** A new attempt at an event that is logged already. */
export const saveOutcome = async (
  strapi: Core.Strapi,
  row: SyncLogRow,
  outcome: Outcome
): Promise<void> => {
  await strapi.db.query(SYNC_LOG).update({
    where: { id: row.id },
    data: { attempts: row.attempts + 1, acknowledged: false, ...outcomeColumns(outcome) },
  });
};

/** Logs by condition, oldest event first. */
export const findSyncLogs = (
  strapi: Core.Strapi,
  where: Record<string, unknown>,
  limit?: number
): Promise<SyncLogRow[]> =>
  strapi.db.query(SYNC_LOG).findMany({
    where,
    limit,
    // What an event brings along has the same sequence, and comes before it.
    orderBy: [{ sequence: 'asc' }, { id: 'asc' }],
    populate: { producer: { select: ['documentId', 'name', 'url'] } },
  }) as Promise<SyncLogRow[]>;

/** Statuses of events that resync can settle. */
export const UNSETTLED: readonly SyncStatus[] = ['failed', 'waiting', 'retrying'];

/** Where to find the logs that hold up a document. */
export const whereUnsettled = (remote: {
  producerSiteId: string;
  contentType: string;
  documentId: string;
}) => ({
  producerSiteId: remote.producerSiteId,
  contentType: remote.contentType,
  sourceDocumentId: remote.documentId,
  syncStatus: { $in: [...UNSETTLED] },
});

import type { SyncLogRow } from './sync-log-store';
import { decodePayload } from '../platform';
import type { DocumentFields, DocumentVersion, SyncLog, SyncLogWithVersions } from '../protocol';

/** The row in the plain words of the admin API. */
export const toSyncLog = (row: SyncLogRow): SyncLog => ({
  id: row.documentId,
  status: row.syncStatus,
  updateType: row.updateType,
  action: row.action,
  contentType: row.contentType,
  documentId: row.sourceDocumentId,
  locale: row.sourceLocale,
  versionStatus: row.sourceStatus,
  localDocumentId: row.localDocumentId,
  useSameId: row.useSameId,
  producer: {
    documentId: row.producer?.documentId ?? null,
    name: row.producerName,
    url: row.producerUrl,
  },
  eventId: row.eventId,
  sequence: Number(row.sequence),
  data: decodePayload<DocumentFields>(row.data),
  error: row.error,
  cause: row.cause,
  attempts: row.attempts,
  occurredAt: row.occurredAt,
  syncedAt: row.syncedAt,
  createdAt: row.createdAt,
});

export const toSyncLogWithVersions = (row: SyncLogRow): SyncLogWithVersions => ({
  ...toSyncLog(row),
  versions: decodePayload<DocumentVersion[]>(row.versions),
});

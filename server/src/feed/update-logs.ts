import type { Core } from '@strapi/strapi';

import { findConsumers } from './consumer-store';
import { TABLES, decodePayload } from '../platform';
import type {
  ApplyResult,
  DocumentFields,
  UpdateLog,
  UpdateLogDelivery,
  UpdateType,
  VersionStatus,
} from '../protocol';

export const UPDATE_LOG = 'plugin::event-streaming.update-log';

export interface UpdateLogRow {
  documentId: string;
  eventId: string;
  sequence: string | null;
  transactionId: string;
  updateType: UpdateType;
  action: string;
  contentType: string;
  sourceDocumentId: string;
  sourceLocale: string | null;
  sourceStatus: VersionStatus | null;
  createsDocument: boolean;
  deletesDocument: boolean;
  data: string | null;
  state: string | null;
  origin: string;
  path: string[];
  actor: string | null;
  occurredAt: string;
}

/** The row in the plain words of the admin API. */
export const toUpdateLog = (row: UpdateLogRow): UpdateLog => ({
  id: row.documentId,
  eventId: row.eventId,
  sequence: row.sequence === null ? null : Number(row.sequence),
  transactionId: row.transactionId,
  updateType: row.updateType,
  action: row.action,
  contentType: row.contentType,
  documentId: row.sourceDocumentId,
  locale: row.sourceLocale,
  status: row.sourceStatus,
  data: decodePayload<DocumentFields>(row.data),
  state: decodePayload<DocumentFields>(row.state),
  origin: row.origin,
  path: row.path,
  actor: row.actor,
  occurredAt: row.occurredAt,
});

/** Which consumers were sent an event, and what became of it there (Frappe §3.6). */
export const readDeliveries = async (
  strapi: Core.Strapi,
  eventId: string
): Promise<UpdateLogDelivery[]> => {
  const rows = (await strapi.db.query(TABLES.delivery).findMany({
    where: { eventId, kind: { $ne: 'known' } },
    orderBy: 'id',
  })) as {
    consumerId: number;
    deliveredAt: string;
    result: ApplyResult | null;
    error: string | null;
  }[];
  const consumers = await findConsumers(strapi, {
    id: { $in: rows.map(({ consumerId }) => consumerId) },
  });
  return rows.flatMap(({ consumerId, deliveredAt, result, error }) => {
    const consumer = consumers.find(({ id }) => id === consumerId);
    return consumer
      ? [{ documentId: consumer.documentId, name: consumer.name, deliveredAt, result, error }]
      : [];
  });
};

import type { Core } from '@strapi/strapi';

import { findConsumers } from './consumer-store';
import type { DeliveryKind } from './eligibility';
import { leaveIdOf } from './to-event';
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

interface DeliveryRow {
  consumerId: number;
  kind: DeliveryKind;
  sentWith: string | null;
  deliveredAt: string;
  result: ApplyResult | null;
  error: string | null;
}

const kindOf = ({ kind }: DeliveryRow): UpdateLogDelivery['kind'] => {
  if (kind === 'left') {
    return 'leave';
  }
  return kind === 'earlier' ? 'earlier' : 'change';
};

/** Of an event that was sent with a later one, no result of its own means that both are synced. */
const resultOf = ({ result, sentWith }: DeliveryRow, acknowledgedCursor: number) =>
  result ?? (sentWith !== null && Number(sentWith) <= acknowledgedCursor ? 'synced' : null);

/** Of these the consumer was told nothing. */
const UNTOLD = ['known', 'unjudged'] satisfies DeliveryKind[];

/** Which consumers were sent an event, and what became of it there (Frappe §3.6). */
export const readDeliveries = async (
  strapi: Core.Strapi,
  eventId: string
): Promise<UpdateLogDelivery[]> => {
  const rows = (await strapi.db.query(TABLES.delivery).findMany({
    where: { eventId: { $in: [eventId, leaveIdOf(eventId)] }, kind: { $notIn: UNTOLD } },
    orderBy: 'id',
  })) as DeliveryRow[];
  const consumers = await findConsumers(strapi, {
    id: { $in: rows.map(({ consumerId }) => consumerId) },
  });
  return rows.flatMap((row) => {
    const consumer = consumers.find(({ id }) => id === row.consumerId);
    return consumer
      ? [
          {
            documentId: consumer.documentId,
            name: consumer.name,
            kind: kindOf(row),
            deliveredAt: row.deliveredAt,
            result: resultOf(row, Number(consumer.acknowledgedCursor)),
            error: row.error,
          },
        ]
      : [];
  });
};

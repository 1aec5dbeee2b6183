/** Update logs as the events that one consumer gets. */
import { pick } from 'lodash';

import type { Core } from '@strapi/strapi';

import { withAllowedReferences } from './closure';
import type { UpdateLogRow } from './update-logs';
import { FACTS, findSchema, streamableAttributes } from '../documents';
import { decodePayload } from '../platform';
import type { DocumentFields, StreamEvent } from '../protocol';

/** A field that was made private or taken away after it was logged does not leave any more. */
export const presentFields = (
  strapi: Core.Strapi,
  contentType: string,
  fields: DocumentFields
): DocumentFields => {
  const schema = findSchema(strapi, contentType);
  const names = schema ? streamableAttributes(strapi, schema).map(({ name }) => name) : [];
  return pick(fields, [...FACTS, ...names]);
};

/** Nor does a reference to what the consumer may not have. */
const toFields = async (
  strapi: Core.Strapi,
  contentType: string,
  payload: string | null,
  allowed: ReadonlyMap<string, unknown>
): Promise<DocumentFields | null> => {
  const fields = decodePayload<DocumentFields>(payload);
  return (
    fields &&
    withAllowedReferences(strapi, contentType, presentFields(strapi, contentType, fields), allowed)
  );
};

const factsOf = (row: UpdateLogRow) => ({
  eventId: row.eventId,
  sequence: Number(row.sequence),
  transactionId: row.transactionId,
  updateType: row.updateType,
  action: row.action,
  contentType: row.contentType,
  documentId: row.sourceDocumentId,
  locale: row.sourceLocale,
  status: row.sourceStatus,
  deletesDocument: row.deletesDocument,
  isIncomplete: false,
  leaves: false,
  origin: row.origin,
  path: row.path,
  occurredAt: new Date(row.occurredAt).toISOString(),
});

export interface EventForm {
  /** What this consumer may have, by content type. */
  allowed: ReadonlyMap<string, unknown>;
  isIncomplete: boolean;
  deletesDocument: boolean;
  withoutDraft: boolean;
  /** The consumer needs the version whole as well. */
  isMapped: boolean;
}

export const toEvent = async (
  strapi: Core.Strapi,
  row: UpdateLogRow,
  { allowed, isIncomplete, deletesDocument, withoutDraft, isMapped }: EventForm
): Promise<StreamEvent> => {
  const fieldsOf = (payload: string | null) =>
    isIncomplete ? null : toFields(strapi, row.contentType, payload, allowed);
  return {
    ...factsOf(row),
    deletesDocument,
    withoutDraft,
    isIncomplete,
    data: await fieldsOf(row.data),
    state: isMapped ? await fieldsOf(row.state) : null,
  };
};

/** The event itself may reach the consumer later, so what tells of the leaving has its own id. */
const LEAVE_SUFFIX = '.leave';
export const leaveIdOf = (eventId: string): string => `${eventId}${LEAVE_SUFFIX}`;

/**
 * Tells a consumer that a version leaves its subscription, without a word of what is in it now.
 * What the consumer itself has changed leaves too: the event has not passed it.
 */
export const toLeaveEvent = (
  row: UpdateLogRow,
  consumerSiteId: string,
  isLast: boolean,
  withoutDraft: boolean
): StreamEvent => ({
  ...factsOf(row),
  eventId: leaveIdOf(row.eventId),
  updateType: 'delete',
  action: 'leave',
  data: null,
  state: null,
  leaves: true,
  withoutDraft,
  deletesDocument: isLast,
  path: row.path.filter((siteId) => siteId !== consumerSiteId),
});

/**
 * The logs of a version that a consumer has not read, for when the version begins to meet the
 * condition (Frappe §3.6: "all the old Event Update Logs are synced to the consumer").
 */
import { isEqual } from 'lodash';

import type { Core } from '@strapi/strapi';

import { MAX_READ_CHARACTERS, readOutlines, readable } from './outlines';
import { UPDATE_LOG, type UpdateLogRow } from './update-logs';
import { withoutFacts } from '../documents';
import { decodePayload } from '../platform';
import type { DocumentFields } from '../protocol';

/** More than these are not sent one by one: the consumer asks for the whole document. */
const MAX_LOGS = 500;

export type EarlierLogs =
  | { kind: 'logs'; rows: UpdateLogRow[] }
  /** They are gone, never were, or are too much: the whole document brings the consumer up to date. */
  | { kind: 'incomplete' };

const fieldsOf = (payload: string | null) =>
  withoutFacts(decodePayload<DocumentFields>(payload) ?? {});

/** Whether nothing happened between two logs that was not logged, as while nobody was subscribed. */
const isNext = (before: UpdateLogRow, after: UpdateLogRow): boolean =>
  isEqual({ ...fieldsOf(before.state), ...fieldsOf(after.data) }, fieldsOf(after.state));

/**
 * What of these logs leads up to the last one. Pure.
 * @param logs of one version, in order, the event that brings them last
 * @param readUpTo the consumer has read everything up to there; 0: nothing
 */
export const selectEarlierLogs = (logs: UpdateLogRow[], readUpTo: number): EarlierLogs => {
  const rows: UpdateLogRow[] = [];
  for (let index = logs.length - 1; index > 0; index -= 1) {
    const [before, after] = [logs[index - 1], logs[index]];
    if (!before || !after || after.updateType === 'create') {
      return { kind: 'logs', rows };
    }
    if (before.updateType === 'delete' || !isNext(before, after)) {
      return { kind: 'incomplete' };
    }
    if (Number(before.sequence) <= readUpTo) {
      return { kind: 'logs', rows };
    }
    rows.unshift(before);
  }
  return logs[0]?.updateType === 'create' ? { kind: 'logs', rows } : { kind: 'incomplete' };
};

/** @param event an update log of the version, which the consumer is about to be sent */
export const readEarlierLogs = async (
  strapi: Core.Strapi,
  event: UpdateLogRow,
  readUpTo: number
): Promise<EarlierLogs> => {
  if (event.updateType === 'create') {
    return { kind: 'logs', rows: [] };
  }
  const { contentType, sourceDocumentId, sourceLocale, sourceStatus } = event;
  const newestFirst = await readOutlines(strapi, (logs) =>
    logs
      .where({
        content_type: contentType,
        source_document_id: sourceDocumentId,
        source_locale: sourceLocale,
        source_status: sourceStatus,
      })
      .andWhere('sequence', '<', Number(event.sequence))
      .orderBy('sequence', 'desc')
      // One more, to compare with.
      .limit(MAX_LOGS + 1)
  );
  // Where these do not lead back far enough, the whole document is less than all of its logs.
  const oldest = readable(newestFirst, MAX_READ_CHARACTERS).at(-1);
  const logs = oldest
    ? await strapi.db
        .queryBuilder(UPDATE_LOG)
        .init({
          where: {
            contentType,
            sourceDocumentId,
            sourceLocale,
            sourceStatus,
            sequence: { $gte: oldest.sequence, $lt: Number(event.sequence) },
          },
          orderBy: { sequence: 'asc' },
        })
        .execute<UpdateLogRow[]>()
    : [];
  const earlier = selectEarlierLogs([...logs, event], readUpTo);
  return earlier.kind === 'logs' && earlier.rows.length > MAX_LOGS
    ? { kind: 'incomplete' }
    : earlier;
};

import { setTimeout as delay } from 'node:timers/promises';

import type { SyncLog, SyncStatus } from '../../server/src/protocol';
import type { AdminApi } from '../support/api';
import { fit, milliseconds, say, styled } from './print';

const POLL_MS = 250;
const STATUS_COLOURS = {
  synced: 'green',
  failed: 'red',
  retrying: 'yellow',
  waiting: 'yellow',
  skipped: 'dim',
} as const satisfies Record<SyncStatus, string>;

/** Writes each event of the consumer's sync log as one line, again when its status changes. */
const createReporter = () => {
  const told = new Map<string, SyncStatus>();
  const titles = new Map<string, string>();

  /** An update carries only what changed, a delete nothing: the title is remembered. */
  const titleOf = ({ data, documentId }: SyncLog): string => {
    const title = data?.title ?? data?.name;
    if (typeof title === 'string') titles.set(documentId, title);
    return titles.get(documentId) ?? documentId;
  };

  return (log: SyncLog): void => {
    if (told.get(log.id) === log.status) return;
    told.set(log.id, log.status);

    const time = new Date(log.occurredAt).toTimeString().slice(0, 8);
    const type = log.contentType.split('.').at(-1) ?? log.contentType;
    const status = styled(STATUS_COLOURS[log.status], log.status);
    const latency = log.syncedAt
      ? ` in ${milliseconds(Date.parse(log.syncedAt) - Date.parse(log.occurredAt))}`
      : '';
    const error = log.error ? `: ${log.error}` : '';
    const what = `${fit(log.updateType, 6)}  ${fit(type, 5)} ${fit(titleOf(log), 32)}`;
    say(`${styled('dim', time)}  ${what} → ${status}${latency}${error}`);
  };
};

/** Follows the consumer's sync log, edits made in the admin panel included. */
export const watchForEver = async (consumer: AdminApi, signal: AbortSignal): Promise<never> => {
  const report = createReporter();
  let lastState = 'connected';

  for (;;) {
    const { data } = await consumer.streaming.syncLogs({ sort: 'createdAt:desc', pageSize: 50 });
    data.sort((a, b) => a.sequence - b.sequence).forEach(report);

    const [producer] = (await consumer.streaming.producers()).data;
    if (producer && producer.state !== lastState) {
      lastState = producer.state;
      say(
        styled(
          'yellow',
          `The producer is ${producer.state}: ${producer.lastError ?? 'all is well'}`
        )
      );
    }
    await delay(POLL_MS, undefined, { signal });
  }
};

import type { Applied } from './apply';
import type { Outcome } from './sync-log-store';

/** What a document that was applied means for one of the events that made it so. */
export const outcomeOf = (
  { localDocumentId, versions, skipped }: Extract<Applied, { kind: 'applied' }>,
  eventId: string
): Outcome => {
  const reason = skipped.get(eventId);
  return reason === undefined
    ? { status: 'synced', localDocumentId, versions }
    : { status: 'skipped', reason };
};

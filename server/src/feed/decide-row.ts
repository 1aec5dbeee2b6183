/** Puts an update log, and what is known of the consumer, before the rules of eligibility.ts. */
import { type ConsumerRow, type ConsumerSubscriptionRow, isConditional } from './consumer-store';
import {
  type Candidate,
  type Judgement,
  type VersionDecision,
  concerns,
  decide,
  decideVersion,
} from './eligibility';
import type { Ledger } from './ledger';
import type { Subscribed } from './subscribed';
import type { UpdateLogRow } from './update-logs';
import { versionKey } from '../documents';

const toCandidate = (row: UpdateLogRow): Candidate => ({
  sequence: Number(row.sequence),
  updateType: row.updateType,
  status: row.sourceStatus,
  createsDocument: row.createsDocument,
  deletesDocument: row.deletesDocument,
  path: row.path,
});

export const versionOf = (row: UpdateLogRow): string =>
  versionKey({ locale: row.sourceLocale, status: row.sourceStatus });

const decideByVersion = async (
  row: UpdateLogRow,
  ledger: Ledger,
  consumer: Pick<ConsumerRow, 'siteId'>,
  { startSequence, versions }: Subscribed,
  isDocumentDeletion: boolean,
  judge: () => Promise<Judgement>
): Promise<VersionDecision> => {
  const candidate = { ...toCandidate(row), isDocumentDeletion };
  const subscriber = { siteId: consumer.siteId, startSequence, versions };
  const held = ledger.held();
  const version = versionOf(row);
  const isAsked = row.updateType !== 'delete' && concerns(candidate, subscriber, held.size > 0);
  return decideVersion(candidate, {
    ...subscriber,
    isHeld: held.has(version),
    isCurrent: ledger.readUpTo(version, startSequence) > 0,
    holdsOthers: [...held].some((other) => other !== version),
    holdsDraft: held.has(versionKey({ locale: row.sourceLocale, status: 'draft' })),
    judgement: isAsked ? await judge() : 'unmet',
  });
};

/**
 * What of an event goes to a consumer.
 * @param ledger what the consumer has of the document before it
 * @param isDocumentDeletion the event is part of the deletion of the whole document
 * @param judge what the conditions say of the state of the event; asked only if it matters
 */
export const decideRow = (
  row: UpdateLogRow,
  ledger: Ledger,
  consumer: Pick<ConsumerRow, 'siteId'>,
  subscribed: Subscribed,
  isDocumentDeletion: boolean,
  judge: (subscription: ConsumerSubscriptionRow) => Promise<Judgement>
): Promise<VersionDecision> => {
  const { startSequence, versions, subscription } = subscribed;
  if (subscription && isConditional(subscription)) {
    return decideByVersion(row, ledger, consumer, subscribed, isDocumentDeletion, () =>
      judge(subscription)
    );
  }
  return Promise.resolve(
    decide(toCandidate(row), {
      siteId: consumer.siteId,
      startSequence,
      versions,
      isDependency: subscription === null,
      has: ledger.has(),
      // What was delivered before this subscription began is out of date: changes are missing.
      isCurrent: ledger.isCurrent(startSequence),
    })
  );
};

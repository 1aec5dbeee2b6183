/**
 * Which events a consumer gets, and in which form (DESIGN §7, feed rule). Pure. The answer for an
 * event depends only on what was delivered before it, so a page that is asked for again comes out
 * the same.
 */
import type { SubscribedVersions, UpdateType, VersionStatus } from '../protocol';

/**
 * What a delivery row says about the consumer and the document from then on: `sent`, `known` (the
 * consumer made the change itself, or had it from another site) and `served` (it asked for the
 * whole document): it has the document; `stale`: it has it, but not all that belongs to it now;
 * `deleted`: it has not.
 */
export type DeliveryKind = 'sent' | 'known' | 'served' | 'stale' | 'deleted';

export interface Candidate {
  sequence: number;
  updateType: UpdateType;
  status: VersionStatus | null;
  createsDocument: boolean;
  deletesDocument: boolean;
  /** Sites the event has passed. */
  path: string[];
}

export interface ConsumerView {
  siteId: string;
  /** The subscription's first event comes after this one; null: no approved subscription. */
  startSequence: number | null;
  versions: SubscribedVersions;
  /**
   * The content type is not subscribed to, its documents only come along: changes follow for those
   * that came.
   */
  isDependency: boolean;
  /** The consumer has the document, in whatever state. */
  has: boolean;
  /** It has everything that happened to the document before this event. */
  isCurrent: boolean;
}

export type Decision =
  | { kind: 'skip' }
  /** The consumer has it from elsewhere: nothing to send, but remember that it has it. */
  | { kind: 'known'; delivery: DeliveryKind }
  /** `isIncomplete`: the consumer lacks what came before, and asks for the whole document. */
  | { kind: 'send'; isIncomplete: boolean; delivery: DeliveryKind };

/** Of a subscription to published versions; that a document is gone concerns it all the same. */
const isOutside = (event: Candidate, { versions, has }: ConsumerView): boolean =>
  versions === 'published' && event.status === 'draft' && !(event.deletesDocument && has);

export const decide = (event: Candidate, consumer: ConsumerView): Decision => {
  if (consumer.startSequence === null || event.sequence <= consumer.startSequence) {
    return { kind: 'skip' };
  }
  if (isOutside(event, consumer)) {
    return { kind: 'skip' };
  }
  const { has, isCurrent } = consumer;
  if (consumer.isDependency && (event.updateType !== 'update' || !has)) {
    return { kind: 'skip' };
  }
  const delivery: DeliveryKind = event.deletesDocument ? 'deleted' : 'sent';
  if (event.path.includes(consumer.siteId)) {
    return { kind: 'known', delivery: event.deletesDocument ? 'deleted' : 'known' };
  }
  if (event.updateType === 'delete') {
    return has ? { kind: 'send', isIncomplete: false, delivery } : { kind: 'skip' };
  }
  return { kind: 'send', isIncomplete: !event.createsDocument && !isCurrent, delivery };
};

/**
 * Which events a consumer gets, and in which form (DESIGN §7, feed rule). Pure. The answer for an
 * event depends only on what was delivered before it, so a page that is asked for again comes out
 * the same.
 */
import type { SubscribedVersions, UpdateType, VersionStatus } from '../protocol';

/**
 * What a delivery row says about the consumer from then on.
 *
 * It has the version: `sent`; `known` (it made the change itself, or had it from another site);
 * `served` (it asked for the whole document, and has the versions that were given). It has it no
 * longer: `left` (it was told that the version leaves the subscription); `removed`; `deleted` (the
 * whole document). It has what it had, and lacks this change: `unjudged` (nobody could say whether
 * the version still meets the condition). `earlier` says nothing: the event was sent with a later one.
 */
export type DeliveryKind =
  | 'sent'
  | 'known'
  | 'served'
  | 'left'
  | 'removed'
  | 'deleted'
  | 'unjudged'
  | 'earlier';

/** What the conditions of a subscription say of a version; `failed`: they could not be asked. */
export type Judgement = 'met' | 'unmet' | 'failed';

export interface Candidate {
  sequence: number;
  updateType: UpdateType;
  status: VersionStatus | null;
  createsDocument: boolean;
  deletesDocument: boolean;
  /** Sites the event has passed. */
  path: string[];
}

interface Subscriber {
  siteId: string;
  /** The subscription's first event comes after this one; null: no approved subscription. */
  startSequence: number | null;
  versions: SubscribedVersions;
}

export interface ConsumerView extends Subscriber {
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

export interface Skip {
  kind: 'skip';
}
/** Nothing to send, but to remember: the consumer has it from elsewhere, or lacks it from now on. */
export interface Known {
  kind: 'known';
  delivery: DeliveryKind;
}
export interface Send {
  kind: 'send';
  /** The consumer lacks what came before, and asks for the whole document. */
  isIncomplete: boolean;
  deletesDocument: boolean;
  delivery: DeliveryKind;
}
/** The version leaves the subscription; `isLast`: no other one of the document is left there. */
export interface Leave {
  kind: 'leave';
  isLast: boolean;
  delivery: 'left';
}
/** The version comes into the subscription: with all its logs that the consumer has not read. */
export interface Enter {
  kind: 'enter';
  delivery: 'sent';
}

export type Decision = Skip | Known | Send;
export type VersionDecision = Decision | Leave | Enter;

const SKIP: Skip = { kind: 'skip' };

const isBefore = ({ sequence }: Candidate, { startSequence }: Subscriber) =>
  startSequence === null || sequence <= startSequence;

/** Of a subscription to published versions; that a document is gone concerns it all the same. */
const isOutside = (event: Candidate, { versions }: Subscriber, has: boolean): boolean =>
  versions === 'published' && event.status === 'draft' && !(event.deletesDocument && has);

/** Whether a subscription is about an event at all, before its condition is asked. */
export const concerns = (event: Candidate, subscriber: Subscriber, has: boolean): boolean =>
  !isBefore(event, subscriber) && !isOutside(event, subscriber, has);

/** The rule of a subscription to whole documents: one without a condition. */
export const decide = (event: Candidate, consumer: ConsumerView): Decision => {
  const { has, isCurrent } = consumer;
  if (!concerns(event, consumer, has)) {
    return SKIP;
  }
  if (consumer.isDependency && (event.updateType !== 'update' || !has)) {
    return SKIP;
  }
  const { deletesDocument } = event;
  const isRemoval = event.updateType === 'delete';
  if (event.path.includes(consumer.siteId)) {
    return {
      kind: 'known',
      delivery: deletesDocument ? 'deleted' : isRemoval ? 'removed' : 'known',
    };
  }
  if (isRemoval) {
    const delivery = deletesDocument ? 'deleted' : 'removed';
    return has ? { kind: 'send', isIncomplete: false, deletesDocument, delivery } : SKIP;
  }
  return {
    kind: 'send',
    isIncomplete: !event.createsDocument && !isCurrent,
    deletesDocument,
    delivery: 'sent',
  };
};

export interface VersionCandidate extends Candidate {
  /** What happens is the deletion of the whole document, of which this is a part. */
  isDocumentDeletion: boolean;
}

/** What the consumer has of a document, one of whose versions an event is about. */
export interface VersionView extends Subscriber {
  /** It has this version. */
  isHeld: boolean;
  /** It has everything that happened to the version before this event. */
  isCurrent: boolean;
  /** It has another version. */
  holdsOthers: boolean;
  /** It has the draft of the same locale. */
  holdsDraft: boolean;
  /** Of the state of this event; of a deletion it is not asked. */
  judgement: Judgement;
}

const decideDeletion = (
  event: VersionCandidate,
  { siteId, isHeld, holdsOthers, holdsDraft }: VersionView
): VersionDecision => {
  if (event.deletesDocument ? !isHeld && !holdsOthers : !isHeld) {
    return SKIP;
  }
  const deletesDocument = event.deletesDocument || (event.isDocumentDeletion && !holdsOthers);
  const delivery = deletesDocument ? 'deleted' : 'removed';
  if (event.path.includes(siteId)) {
    return { kind: 'known', delivery };
  }
  // Unpublished: what is left there is a draft that the consumer is not to have.
  if (event.status === 'published' && !event.isDocumentDeletion && !holdsDraft) {
    return { kind: 'leave', isLast: !holdsOthers, delivery: 'left' };
  }
  return { kind: 'send', isIncomplete: false, deletesDocument, delivery };
};

/**
 * The rule of a subscription with a condition, which is about versions: each comes when it begins
 * to meet the condition, and leaves when it no longer does. A condition that fails lets nothing
 * come and nothing leave: what would be deleted there cannot be told from what is to stay.
 */
export const decideVersion = (event: VersionCandidate, view: VersionView): VersionDecision => {
  if (!concerns(event, view, view.isHeld || view.holdsOthers)) {
    return SKIP;
  }
  if (event.updateType === 'delete') {
    return decideDeletion(event, view);
  }
  if (view.judgement === 'failed') {
    return view.isHeld ? { kind: 'known', delivery: 'unjudged' } : SKIP;
  }
  if (view.judgement === 'unmet') {
    // Also of a change that the consumer made itself: it does not know the administrator's condition.
    return view.isHeld ? { kind: 'leave', isLast: !view.holdsOthers, delivery: 'left' } : SKIP;
  }
  if (event.path.includes(view.siteId)) {
    return { kind: 'known', delivery: 'known' };
  }
  if (!view.isHeld) {
    return { kind: 'enter', delivery: 'sent' };
  }
  const isIncomplete = event.updateType === 'update' && !view.isCurrent;
  return { kind: 'send', isIncomplete, deletesDocument: false, delivery: 'sent' };
};

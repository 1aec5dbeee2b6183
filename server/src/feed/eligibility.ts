/**
 * Which events a consumer gets, and in which form (DESIGN §7, feed rule). Pure. The answer for an
 * event depends only on what was delivered before it, so a page that is asked for again comes out
 * the same.
 */
import type { UpdateType } from '../protocol';

/**
 * What a delivery row says about the consumer and the document from then on: `sent` and `known`
 * (the consumer made the change itself, or had it from another site): it has the document;
 * `deleted`: it has not.
 */
export type DeliveryKind = 'sent' | 'known' | 'deleted';

export interface Candidate {
  sequence: number;
  updateType: UpdateType;
  /** Sites the event has passed. */
  path: string[];
}

export interface ConsumerView {
  siteId: string;
  /** The subscription's first event comes after this one; null: no approved subscription. */
  startSequence: number | null;
  /** The consumer has the document, in whatever state. */
  has: boolean;
  /** It has everything that happened to the document before this event. */
  isCurrent: boolean;
}

export type Decision =
  | { kind: 'skip' }
  /** The consumer has it from elsewhere: nothing to send, but remember that it has it. */
  | { kind: 'known'; delivery: DeliveryKind }
  /** `whole`: as a create with the whole state, since the consumer lacks what came before. */
  | { kind: 'send'; form: 'as-logged' | 'whole'; delivery: DeliveryKind };

export const decide = (event: Candidate, consumer: ConsumerView): Decision => {
  if (consumer.startSequence === null || event.sequence <= consumer.startSequence) {
    return { kind: 'skip' };
  }
  const isDelete = event.updateType === 'delete';
  const delivery: DeliveryKind = isDelete ? 'deleted' : 'sent';
  if (event.path.includes(consumer.siteId)) {
    return { kind: 'known', delivery: isDelete ? 'deleted' : 'known' };
  }
  if (isDelete) {
    return consumer.has ? { kind: 'send', form: 'as-logged', delivery } : { kind: 'skip' };
  }
  const form = event.updateType === 'create' || consumer.isCurrent ? 'as-logged' : 'whole';
  return { kind: 'send', form, delivery };
};

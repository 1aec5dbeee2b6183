import type { ConsumerSubscription, SubscriptionStatus } from '../../../server/src/protocol';

export type SubscriptionCounts = Record<SubscriptionStatus | 'unsubscribed', number>;

export type CountedSubscription = Pick<ConsumerSubscription, 'status' | 'unsubscribed'>;

/** A subscription that was given up counts as that alone: it needs no decision any more. */
export const countSubscriptions = (subscriptions: CountedSubscription[]): SubscriptionCounts => {
  const counts: SubscriptionCounts = { pending: 0, approved: 0, rejected: 0, unsubscribed: 0 };
  for (const { status, unsubscribed } of subscriptions) {
    counts[unsubscribed ? 'unsubscribed' : status] += 1;
  }
  return counts;
};

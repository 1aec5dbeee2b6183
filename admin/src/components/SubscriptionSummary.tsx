import { Flex } from '@strapi/design-system';

import { StatusBadge } from './StatusBadge';
import { useText } from '../hooks/useText';
import { countSubscriptions, type CountedSubscription } from '../utils/countSubscriptions';

interface SubscriptionSummaryProps {
  subscriptions: CountedSubscription[];
}

/** How many content types are streamed, and how many wait for a decision or were refused. */
export const SubscriptionSummary = ({ subscriptions }: SubscriptionSummaryProps) => {
  const text = useText();
  const { approved, pending, rejected, unsubscribed } = countSubscriptions(subscriptions);
  return (
    <Flex gap={2} wrap="wrap">
      {pending > 0 ? (
        <StatusBadge variant="warning">
          {text('subscriptions.pending', { count: pending })}
        </StatusBadge>
      ) : null}
      {approved > 0 ? (
        <StatusBadge variant="success">
          {text('subscriptions.approved', { count: approved })}
        </StatusBadge>
      ) : null}
      {rejected > 0 ? (
        <StatusBadge variant="danger">
          {text('subscriptions.rejected', { count: rejected })}
        </StatusBadge>
      ) : null}
      {unsubscribed > 0 ? (
        <StatusBadge variant="neutral">
          {text('subscriptions.unsubscribed', { count: unsubscribed })}
        </StatusBadge>
      ) : null}
    </Flex>
  );
};

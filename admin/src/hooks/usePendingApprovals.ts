import { useEventStreamingConsumersQuery, useEventStreamingStatusQuery } from '../api';
import { countSubscriptions } from '../utils/countSubscriptions';

import type { PageLink } from './usePages';

const POLLING_INTERVAL = 30_000;
const ENOUGH_CONSUMERS = { page: 1, pageSize: 100 };

/** Subscriptions that wait for a decision, as far as this user may see them. */
export const usePendingApprovals = (pages: PageLink[]): number => {
  const canRead = (name: PageLink['name']) => pages.some((page) => page.name === name);
  const canReadStatus = canRead('overview');

  const { data: status } = useEventStreamingStatusQuery(undefined, {
    skip: !canReadStatus,
    pollingInterval: POLLING_INTERVAL,
  });
  const { data: consumers } = useEventStreamingConsumersQuery(ENOUGH_CONSUMERS, {
    skip: canReadStatus || !canRead('consumers'),
    pollingInterval: POLLING_INTERVAL,
  });

  if (status) {
    return status.consumers.reduce((sum, consumer) => sum + consumer.pendingApprovals, 0);
  }
  const subscriptions = (consumers?.data ?? []).flatMap((consumer) => consumer.subscriptions);
  return countSubscriptions(subscriptions).pending;
};

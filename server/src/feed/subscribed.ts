import type { Core } from '@strapi/strapi';

import { type ConsumerRow, type ConsumerSubscriptionRow, isActive } from './consumer-store';
import { FILE } from '../documents';
import type { SubscribedVersions } from '../protocol';

/** What a consumer gets of a content type. */
export interface Subscribed {
  startSequence: number;
  versions: SubscribedVersions;
  /** null: its documents only come along. */
  subscription: ConsumerSubscriptionRow | null;
}

/** What the consumer gets events of. Files come along, and then follow their changes. */
export const subscribedContentTypes = (
  strapi: Core.Strapi,
  consumer: ConsumerRow,
  allowed: ReadonlyMap<string, unknown>
): Map<string, Subscribed> => {
  const subscribed = new Map<string, Subscribed>();
  if (allowed.has(FILE)) {
    subscribed.set(FILE, { startSequence: 0, versions: 'all', subscription: null });
  }
  for (const subscription of consumer.subscriptions) {
    if (isActive(strapi, subscription)) {
      subscribed.set(subscription.contentType, {
        startSequence: Number(subscription.startSequence),
        versions: subscription.versions,
        subscription,
      });
    }
  }
  return subscribed;
};

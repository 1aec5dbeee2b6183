import type { Core } from '@strapi/strapi';

import type { SubscriptionStatus } from '../protocol';

export const CONSUMER = 'plugin::event-streaming.consumer';
export const CONSUMER_SUBSCRIPTION = 'plugin::event-streaming.consumer-subscription';

export interface ConsumerSubscriptionRow {
  id: number;
  documentId: string;
  contentType: string;
  approval: SubscriptionStatus;
  unsubscribed: boolean;
  startSequence: string;
}

export interface ConsumerRow {
  id: number;
  documentId: string;
  name: string;
  siteId: string;
  url: string;
  callbackKey: string;
  tokenId: number;
  lastSeenAt: string | null;
  acknowledgedCursor: string;
  createdAt: string;
  updatedAt: string;
  subscriptions: ConsumerSubscriptionRow[];
}

export const findConsumers = (
  strapi: Core.Strapi,
  where: Record<string, unknown> = {}
): Promise<ConsumerRow[]> =>
  strapi.db.query(CONSUMER).findMany({
    where,
    populate: { subscriptions: { orderBy: 'contentType' } },
    orderBy: 'id',
  }) as Promise<ConsumerRow[]>;

export const findConsumer = async (
  strapi: Core.Strapi,
  where: Record<string, unknown>
): Promise<ConsumerRow | null> => (await findConsumers(strapi, where))[0] ?? null;

/** Approved, and still wanted by the consumer. */
export const isActive = ({ approval, unsubscribed }: ConsumerSubscriptionRow): boolean =>
  approval === 'approved' && !unsubscribed;

export const touchConsumer = async (
  strapi: Core.Strapi,
  id: number,
  values: { acknowledgedCursor?: number } = {}
): Promise<void> => {
  await strapi.db
    .queryBuilder(CONSUMER)
    .where({ id })
    .update({ lastSeenAt: new Date(), ...values })
    .execute();
};

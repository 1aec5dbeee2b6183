import type { Core } from '@strapi/strapi';

import { findSchema, reasonNotStreamable } from '../documents';
import type { SubscribedVersions, SubscriptionStatus } from '../protocol';

export const CONSUMER = 'plugin::event-streaming.consumer';
export const CONSUMER_SUBSCRIPTION = 'plugin::event-streaming.consumer-subscription';

export interface ConsumerSubscriptionRow {
  id: number;
  documentId: string;
  contentType: string;
  approval: SubscriptionStatus;
  unsubscribed: boolean;
  versions: SubscribedVersions;
  /** Content types that do not come along. */
  refusedDependencies: string[] | null;
  /** Content types that the consumer's mapping looks for documents of. */
  lookups: string[] | null;
  startSequence: string;
  /** What the consumer wants of the content type; null: everything. */
  requestedCondition: string | null;
  /** What the administrator lets it have of that; null: everything. */
  condition: string | null;
  /** The newest error of the two. */
  conditionError: string | null;
  conditionErrorAt: string | null;
  /** The consumer needs each changed version whole. */
  mapped: boolean | null;
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

/** Whether a content type can be streamed as it is now: it may have been changed since approval. */
export const isStreamable = (strapi: Core.Strapi, contentType: string): boolean => {
  const schema = findSchema(strapi, contentType);
  return schema !== null && reasonNotStreamable(schema) === null;
};

/** Approved, still wanted by the consumer, and still of a kind that can be streamed. */
export const isActive = (
  strapi: Core.Strapi,
  { approval, unsubscribed, contentType }: ConsumerSubscriptionRow
): boolean => approval === 'approved' && !unsubscribed && isStreamable(strapi, contentType);

/** Versions come and go with what they hold: which of them the consumer has is kept account of. */
export const isConditional = ({
  requestedCondition,
  condition,
}: Pick<ConsumerSubscriptionRow, 'requestedCondition' | 'condition'>): boolean =>
  requestedCondition !== null || condition !== null;

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

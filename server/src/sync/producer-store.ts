import type { Core } from '@strapi/strapi';

import type { MappedSubscription } from './mappings/plan-mappings';
import type { AdminUser } from '../platform';
import type {
  LeavePolicy,
  ProducerState,
  SubscribedVersions,
  SubscriptionStatus,
} from '../protocol';

export const PRODUCER = 'plugin::event-streaming.producer';
export const PRODUCER_SUBSCRIPTION = 'plugin::event-streaming.producer-subscription';

export interface ProducerSubscriptionRow {
  id: number;
  contentType: string;
  useSameId: boolean;
  versions: SubscribedVersions;
  onLeave: LeavePolicy;
  /** What of the content type is wanted, as the producer judges it; null: everything. */
  condition: string | null;
  /** Natural key by which a local document is taken over. */
  adopt: string | null;
  /** How its documents become local ones; null: they come as they are. */
  mapping: { documentId: string } | null;
  unsubscribed: boolean;
  approval: SubscriptionStatus;
}

export interface ProducerRow {
  id: number;
  documentId: string;
  name: string;
  url: string;
  siteId: string;
  accessKey: string;
  callbackKey: string;
  state: ProducerState;
  lastError: string | null;
  lastContactAt: string | null;
  subscriber: AdminUser | null;
  createdAt: string;
  updatedAt: string;
  subscriptions: ProducerSubscriptionRow[];
}

/** What a producer is read with. */
const POPULATE_PRODUCER = {
  subscriptions: {
    orderBy: 'contentType',
    populate: { mapping: { select: ['id', 'documentId'] } },
  },
  subscriber: { populate: ['roles'] },
};

/** What the subscriptions of a producer say of mappings. */
export const toMappedSubscriptions = ({
  subscriptions,
}: Pick<ProducerRow, 'subscriptions'>): MappedSubscription[] =>
  subscriptions.map(({ contentType, mapping, unsubscribed }) => ({
    contentType,
    mapping: mapping?.documentId ?? null,
    unsubscribed,
  }));

/** Whether a subscription of the producer is mapped. */
export const isMapped = ({ subscriptions }: Pick<ProducerRow, 'subscriptions'>): boolean =>
  subscriptions.some(({ mapping, unsubscribed }) => mapping !== null && !unsubscribed);

export const findProducers = (
  strapi: Core.Strapi,
  where: Record<string, unknown> = {}
): Promise<ProducerRow[]> =>
  strapi.db.query(PRODUCER).findMany({
    where,
    populate: POPULATE_PRODUCER,
    orderBy: 'id',
  }) as Promise<ProducerRow[]>;

export const findProducer = async (
  strapi: Core.Strapi,
  where: Record<string, unknown>
): Promise<ProducerRow | null> => (await findProducers(strapi, where))[0] ?? null;

/** Notes how the link stands, as the last call found it. */
export const saveLinkState = async (
  strapi: Core.Strapi,
  id: number,
  values: { state: ProducerState; lastError: string | null; lastContactAt?: Date }
): Promise<void> => {
  await strapi.db.queryBuilder(PRODUCER).where({ id }).update(values).execute();
};

/** Takes over how the producer's administrator has judged the subscriptions. */
export const saveApprovals = async (
  strapi: Core.Strapi,
  producer: ProducerRow,
  told: { contentType: string; status: SubscriptionStatus }[]
): Promise<void> => {
  const approvals = new Map(told.map(({ contentType, status }) => [contentType, status]));
  for (const { id, contentType, approval } of producer.subscriptions) {
    const now = approvals.get(contentType);
    if (now && now !== approval) {
      await strapi.db
        .query(PRODUCER_SUBSCRIPTION)
        .update({ where: { id }, data: { approval: now } });
    }
  }
};

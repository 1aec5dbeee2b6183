import { errors } from '@strapi/utils';
import { isEqual } from 'lodash';

import type { Core } from '@strapi/strapi';

import {
  CONSUMER_SUBSCRIPTION,
  type ConsumerRow,
  type ConsumerSubscriptionRow,
} from './consumer-store';
import { markStale } from './deliveries';
import { type SiteService, inTransaction } from '../platform';
import type { SubscriptionStatus, UpdateConsumerInput } from '../protocol';

/**
 * The start of a subscription that nothing flows from yet: its content type is already captured,
 * but perhaps not by every process (docs/decisions/0001).
 */
export const NOT_STARTED = String(Number.MAX_SAFE_INTEGER);

/**
 * Lets subscriptions flow that were approved a moment ago, now that every process captures them.
 * Without a consumer, at boot: those whose process died in that moment.
 */
export const settleStarts = async (
  strapi: Core.Strapi,
  site: SiteService,
  consumer?: ConsumerRow
): Promise<void> => {
  const { head } = await site.read();
  await strapi.db
    .queryBuilder(CONSUMER_SUBSCRIPTION)
    .where({
      startSequence: NOT_STARTED,
      ...(consumer ? { id: { $in: consumer.subscriptions.map(({ id }) => id) } } : {}),
    })
    .update({ startSequence: String(head) })
    .execute();
};

const judgeOne = async (
  strapi: Core.Strapi,
  consumer: ConsumerRow,
  current: ConsumerSubscriptionRow,
  status: SubscriptionStatus,
  refusedDependencies: string[] = current.refusedDependencies ?? []
): Promise<void> => {
  const isRefusedAsBefore = isEqual(
    new Set(refusedDependencies),
    new Set(current.refusedDependencies ?? [])
  );
  if (current.approval === status && isRefusedAsBefore) {
    return;
  }
  if (!isRefusedAsBefore) {
    // References that were left out, or will be: the documents come anew with their next change.
    await markStale(strapi, consumer.id, [current.contentType]);
  }
  await strapi.db.query(CONSUMER_SUBSCRIPTION).update({
    where: { id: current.id },
    data: {
      approval: status,
      refusedDependencies,
      ...(status === 'approved' && current.approval !== status
        ? { startSequence: NOT_STARTED }
        : {}),
    },
  });
};

/**
 * Judges a consumer's subscriptions. An approved content type flows once {@link settleStarts} was
 * called: what was written before comes with the first change of each document.
 *
 * @throws ValidationError when the consumer has not asked for one of the content types
 */
export const judgeSubscriptions = async (
  strapi: Core.Strapi,
  consumer: ConsumerRow,
  { subscriptions }: UpdateConsumerInput
): Promise<void> => {
  const known = new Map(consumer.subscriptions.map((row) => [row.contentType, row]));
  const unknown = subscriptions.filter(({ contentType }) => !known.has(contentType));
  if (unknown.length > 0) {
    throw new errors.ValidationError(
      `${consumer.name} has not asked for ${unknown.map((row) => row.contentType).join(', ')}.`
    );
  }
  await inTransaction(strapi, async () => {
    for (const { contentType, status, refusedDependencies } of subscriptions) {
      const current = known.get(contentType);
      if (current) {
        await judgeOne(strapi, consumer, current, status, refusedDependencies);
      }
    }
  });
};

import { errors } from '@strapi/utils';
import { isEqual } from 'lodash';

import type { Core } from '@strapi/strapi';

import { type Conditions, assertOwnConditions } from './conditions';
import {
  CONSUMER_SUBSCRIPTION,
  type ConsumerRow,
  type ConsumerSubscriptionRow,
  isConditional,
} from './consumer-store';
import { markStale } from './deliveries';
import { type SiteService, inTransaction } from '../platform';
import type { JudgementInput, UpdateConsumerInput } from '../protocol';

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
  {
    status,
    refusedDependencies = current.refusedDependencies ?? [],
    condition = current.condition,
  }: JudgementInput
): Promise<void> => {
  const isRefusedAsBefore = isEqual(
    new Set(refusedDependencies),
    new Set(current.refusedDependencies ?? [])
  );
  const isOtherCondition = condition !== current.condition;
  if (current.approval === status && isRefusedAsBefore && !isOtherCondition) {
    return;
  }
  const isWidened = isConditional(current) && !isConditional({ ...current, condition });
  if (!isRefusedAsBefore || isWidened) {
    // References that were left out, or will be, and versions that did not come: the documents come
    // anew with their next change.
    await markStale(strapi, consumer.id, [current.contentType]);
  }
  await strapi.db.query(CONSUMER_SUBSCRIPTION).update({
    where: { id: current.id },
    data: {
      approval: status,
      refusedDependencies,
      condition,
      ...(isOtherCondition ? { conditionError: null, conditionErrorAt: null } : {}),
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
 * @throws ValidationError when the consumer has not asked for one of the content types, or when a
 *   condition cannot be judged
 */
export const judgeSubscriptions = async (
  strapi: Core.Strapi,
  conditions: Conditions,
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
  assertOwnConditions(conditions, subscriptions);
  await inTransaction(strapi, async () => {
    for (const judgement of subscriptions) {
      const current = known.get(judgement.contentType);
      if (current) {
        await judgeOne(strapi, consumer, current, judgement);
      }
    }
  });
};

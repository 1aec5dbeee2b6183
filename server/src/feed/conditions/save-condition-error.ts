import type { Core } from '@strapi/strapi';

import {
  CONSUMER_SUBSCRIPTION,
  type ConsumerRow,
  type ConsumerSubscriptionRow,
} from '../consumer-store';

const MAX_MESSAGE_CHARACTERS = 2000;

/** Shown on the consumer's page and logged, once for each new text. */
export const saveConditionError = async (
  strapi: Core.Strapi,
  consumer: Pick<ConsumerRow, 'name'>,
  subscription: Pick<ConsumerSubscriptionRow, 'id' | 'contentType' | 'conditionError'>,
  message: string
): Promise<void> => {
  // PostgreSQL has no U+0000.
  const conditionError = message.replaceAll('\u0000', '').slice(0, MAX_MESSAGE_CHARACTERS);
  if (conditionError === subscription.conditionError) {
    return;
  }
  strapi.log.warn(
    `event-streaming: the condition of ${subscription.contentType} for ${consumer.name} failed, ` +
      `which counts as "not met": ${conditionError}`
  );
  await strapi.db
    .queryBuilder(CONSUMER_SUBSCRIPTION)
    .where({ id: subscription.id })
    .update({ conditionError, conditionErrorAt: new Date() })
    .execute();
};

import { errors } from '@strapi/utils';
import type { Core } from '@strapi/strapi';

import { CONSUMER_SUBSCRIPTION, type ConsumerRow } from './consumer-store';
import { type Site, inTransaction } from '../platform';
import type { UpdateConsumerInput } from '../protocol';

/**
 * Judges a consumer's subscriptions. An approved content type flows from now on: what was written
 * before comes with the first change of each document.
 *
 * @throws ValidationError when the consumer has not asked for one of the content types
 */
export const judgeSubscriptions = async (
  strapi: Core.Strapi,
  site: Site,
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
    for (const { contentType, status } of subscriptions) {
      const current = known.get(contentType);
      if (current && current.approval !== status) {
        await strapi.db.query(CONSUMER_SUBSCRIPTION).update({
          where: { id: current.id },
          data: {
            approval: status,
            ...(status === 'approved' ? { startSequence: String(site.head) } : {}),
          },
        });
      }
    }
  });
};

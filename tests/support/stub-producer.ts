import type { Core } from '@strapi/strapi';

import { PRODUCER, PRODUCER_SUBSCRIPTION, findProducer } from '../../server/src/sync';
import type { ProducerRow } from '../../server/src/sync';
import type { ApplyContext } from '../../server/src/sync/apply-context';
import type { ProducerClient } from '../../server/src/sync/client';
import { createApplyContext } from '../../server/src/sync/link';
import type { FetchLimits } from '../../server/src/sync/stock';

const requireProducer = async (strapi: Core.Strapi, siteId: string): Promise<ProducerRow> => {
  const producer = await findProducer(strapi, { siteId });
  if (!producer) throw new Error(`There is no producer ${siteId}.`);
  return producer;
};

/** A producer as this site knows it, with nothing behind it, and subscriptions to all versions. */
export const createStubProducer = async (
  strapi: Core.Strapi,
  siteId: string,
  contentTypes: string[]
): Promise<ProducerRow> => {
  const subscriber = await strapi.db.query('admin::user').findOne({});
  const { id } = await strapi.db.query(PRODUCER).create({
    data: {
      name: siteId,
      url: 'http://127.0.0.1:9',
      siteId,
      accessKey: 'key',
      callbackKey: 'key',
      state: 'connected',
      subscriber: subscriber.id,
    },
  });
  for (const contentType of contentTypes) {
    await strapi.db.query(PRODUCER_SUBSCRIPTION).create({
      data: {
        contentType,
        useSameId: true,
        versions: 'all',
        onLeave: 'keep',
        unsubscribed: false,
        approval: 'approved',
        producer: id,
      },
    });
  }
  return requireProducer(strapi, siteId);
};

/** @param client what answers in the producer's place */
export const createStubContext = async (
  strapi: Core.Strapi,
  siteId: string,
  client: Partial<ProducerClient>,
  limits: FetchLimits = { documents: 1000, bytes: 1024 * 1024 }
): Promise<ApplyContext> =>
  createApplyContext(
    {
      strapi,
      getSiteId: () => Promise.resolve('this-site'),
      timeoutMs: 1000,
      maxFileSize: 1000,
      limits,
      hooks: strapi.plugin('event-streaming').service('hooks'),
    },
    await requireProducer(strapi, siteId),
    client as ProducerClient
  );

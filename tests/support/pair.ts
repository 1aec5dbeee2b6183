import type { Consumer, Producer } from '../../server/src/protocol';
import type { AdminApi } from './api';
import { until } from './until';

/** A site together with its first administrator. */
export interface PairedSite {
  name: string;
  url: string;
  api: AdminApi;
}

export interface PairOptions {
  producer: PairedSite;
  consumer: PairedSite;
  contentTypes: string[];
  useSameId?: boolean;
  /** Leave the subscriptions pending. */
  approve?: boolean;
}

export interface Pair {
  accessKey: string;
  /** The producer as the consumer knows it. */
  producer: Producer;
  /** The consumer as the producer knows it. */
  consumer: Consumer;
}

/**
 * Makes two sites stream: an access key on the producer, the Producer on the consumer (which
 * registers itself in the same call), and the approval on the producer.
 */
export const pair = async ({
  producer,
  consumer,
  contentTypes,
  useSameId = true,
  approve = true,
}: PairOptions): Promise<Pair> => {
  const { accessKey } = await producer.api.streaming.createAccessKey({ name: consumer.name });
  const created = await consumer.api.streaming.createProducer({
    name: producer.name,
    url: producer.url,
    accessKey,
    subscriber: consumer.api.administrator.email,
    subscriptions: contentTypes.map((contentType) => ({ contentType, useSameId })),
  });

  const { site } = await consumer.api.streaming.status();
  const registered = await until(
    async () => {
      const { data } = await producer.api.streaming.consumers({ pageSize: 100 });
      return data.find(({ siteId }) => siteId === site.siteId);
    },
    { what: `${consumer.name} to be registered on ${producer.name}` }
  );

  return {
    accessKey,
    producer: created,
    consumer: approve
      ? await producer.api.streaming.judge(registered.documentId, contentTypes, 'approved')
      : registered,
  };
};

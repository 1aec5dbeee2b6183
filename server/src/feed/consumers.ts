import { errors } from '@strapi/utils';
import type { Core } from '@strapi/strapi';

import { revokeAccessKey } from './access-keys';
import { judgeSubscriptions } from './approve-consumer';
import { type ConsumerRow, findConsumer, touchConsumer } from './consumer-store';
import { acknowledgeDeliveries } from './deliveries';
import type { Notifier } from './notifier';
import { readDocuments } from './read-documents';
import { readEvents } from './read-events';
import { registerConsumer, removeConsumer } from './register-consumer';
import type { SubscribedTypes } from './subscribed-types';
import type { SiteService } from '../platform';
import {
  type AcknowledgeRequest,
  type Consumer,
  type DocumentsRequest,
  type EventsQuery,
  type RegisterRequest,
  type UpdateConsumerInput,
  WireError,
} from '../protocol';

export const toConsumer = (row: ConsumerRow): Consumer => ({
  documentId: row.documentId,
  name: row.name,
  siteId: row.siteId,
  url: row.url,
  lastSeenAt: row.lastSeenAt,
  acknowledgedCursor: Number(row.acknowledgedCursor),
  subscriptions: row.subscriptions.map(({ contentType, approval, unsubscribed }) => ({
    contentType,
    status: approval,
    unsubscribed,
  })),
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
});

export type ConsumersService = ReturnType<typeof createConsumersService>;

/** Everything a producer does for and with its consumers. */
export const createConsumersService = ({
  strapi,
  site,
  subscribedTypes,
  notifier,
}: {
  strapi: Core.Strapi;
  site: SiteService;
  subscribedTypes: SubscribedTypes;
  notifier: Notifier;
}) => {
  const requireByToken = async (tokenId: number): Promise<ConsumerRow> => {
    const consumer = await findConsumer(strapi, { tokenId });
    if (!consumer) {
      throw new WireError(
        'not_registered',
        'No consumer is registered with this access key (it was deleted on the producer). ' +
          'Save the producer again on your site to register.'
      );
    }
    return consumer;
  };

  const requireByDocumentId = async (documentId: string): Promise<ConsumerRow> => {
    const consumer = await findConsumer(strapi, { documentId });
    if (!consumer) {
      throw new errors.NotFoundError('There is no such consumer.');
    }
    return consumer;
  };

  return {
    /** @throws NotFoundError */
    async get(documentId: string): Promise<Consumer> {
      return toConsumer(await requireByDocumentId(documentId));
    },

    /**
     * Approves, rejects or reopens subscriptions. Resolves when every process of this site acts
     * on it, about a second later.
     * @throws NotFoundError, ValidationError
     */
    async judge(documentId: string, input: UpdateConsumerInput): Promise<Consumer> {
      const consumer = await requireByDocumentId(documentId);
      await judgeSubscriptions(strapi, await site.read(), consumer, input);
      await subscribedTypes.changed();
      notifier.poke(consumer);
      return toConsumer(await requireByDocumentId(documentId));
    },

    /** Deletes a consumer and revokes its access key. @throws NotFoundError */
    async delete(documentId: string): Promise<void> {
      const consumer = await requireByDocumentId(documentId);
      await revokeAccessKey(strapi, consumer.tokenId);
      await removeConsumer(strapi, consumer);
    },

    /** Wire: see {@link registerConsumer}. */
    async register(tokenId: number, request: RegisterRequest) {
      const response = await registerConsumer(strapi, await site.read(), tokenId, request);
      // Coming back to an approved content type must hold on every process, as an approval does.
      if (response.subscriptions.some(({ status }) => status === 'approved')) {
        await subscribedTypes.changed();
      }
      return response;
    },

    /** Wire: the consumer leaves; its key stays, so that it can come back. */
    async unregister(tokenId: number): Promise<void> {
      await removeConsumer(strapi, await requireByToken(tokenId));
    },

    /** Wire: see {@link readEvents}. */
    async events(tokenId: number, query: EventsQuery) {
      const consumer = await requireByToken(tokenId);
      const page = await readEvents(strapi, await site.read(), consumer, query);
      await touchConsumer(strapi, consumer.id);
      return page;
    },

    /** Wire: the consumer has dealt with everything up to the cursor. */
    async acknowledge(tokenId: number, request: AcknowledgeRequest) {
      const consumer = await requireByToken(tokenId);
      const { streamId, head } = await site.read();
      if (request.streamId !== streamId || request.cursor > head) {
        throw new WireError('stream_changed', 'This cursor is not of the present stream.');
      }
      await acknowledgeDeliveries(strapi, consumer.id, request);
      const cursor = Math.max(Number(consumer.acknowledgedCursor), request.cursor);
      await touchConsumer(strapi, consumer.id, { acknowledgedCursor: cursor });
      return { cursor };
    },

    /** Wire: see {@link readDocuments}. */
    async documents(tokenId: number, request: DocumentsRequest) {
      const consumer = await requireByToken(tokenId);
      return readDocuments(strapi, await site.read(), consumer, request);
    },
  };
};

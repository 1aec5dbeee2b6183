import { errors } from '@strapi/utils';
import type { Core } from '@strapi/strapi';

import { revokeAccessKey } from './access-keys';
import { judgeSubscriptions, settleStarts } from './approve-consumer';
import { dependenciesOf } from './closure';
import type { Conditions } from './conditions';
import {
  type ConsumerRow,
  type ConsumerSubscriptionRow,
  findConsumer,
  touchConsumer,
} from './consumer-store';
import { acknowledgeDeliveries } from './deliveries';
import { findDocuments } from './find-documents';
import type { Notifier } from './notifier';
import { readDocuments } from './read-documents';
import { readEvents } from './read-events';
import { registerConsumer, removeConsumer } from './register-consumer';
import { type ServedFile, serveFile } from './serve-file';
import type { SubscribedTypes } from './subscribed-types';
import type { Hooks, SiteService } from '../platform';
import {
  type AcknowledgeRequest,
  type Consumer,
  type DocumentsRequest,
  type EventsQuery,
  type FindDocumentsRequest,
  type RegisterRequest,
  type UpdateConsumerInput,
  WireError,
} from '../protocol';

const toConditionError = ({
  conditionError,
  conditionErrorAt,
}: Pick<ConsumerSubscriptionRow, 'conditionError' | 'conditionErrorAt'>) =>
  conditionError === null || conditionErrorAt === null
    ? null
    : { message: conditionError, occurredAt: conditionErrorAt };

export const toConsumer = (strapi: Core.Strapi, row: ConsumerRow): Consumer => ({
  documentId: row.documentId,
  name: row.name,
  siteId: row.siteId,
  url: row.url,
  lastSeenAt: row.lastSeenAt,
  acknowledgedCursor: Number(row.acknowledgedCursor),
  subscriptions: row.subscriptions.map(
    ({
      contentType,
      approval,
      versions,
      lookups,
      refusedDependencies,
      unsubscribed,
      ...conditions
    }) => ({
      contentType,
      status: approval,
      versions,
      dependencies: dependenciesOf(strapi, contentType, { lookups: lookups ?? [] }),
      lookups: lookups ?? [],
      refusedDependencies: refusedDependencies ?? [],
      requestedCondition: conditions.requestedCondition,
      condition: conditions.condition,
      conditionError: toConditionError(conditions),
      unsubscribed,
    })
  ),
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
  conditions,
  hooks,
}: {
  strapi: Core.Strapi;
  site: SiteService;
  subscribedTypes: SubscribedTypes;
  notifier: Notifier;
  conditions: Conditions;
  hooks: Hooks;
}) => {
  const feed = { strapi, conditions, hooks };

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
      return toConsumer(strapi, await requireByDocumentId(documentId));
    },

    /**
     * Approves, rejects or reopens subscriptions. Resolves when every process of this site acts
     * on it, about a second later.
     * @throws NotFoundError, ValidationError
     */
    async judge(documentId: string, input: UpdateConsumerInput): Promise<Consumer> {
      const consumer = await requireByDocumentId(documentId);
      await judgeSubscriptions(strapi, conditions, consumer, input);
      await subscribedTypes.changed();
      await settleStarts(strapi, site, consumer);
      notifier.poke(consumer);
      return toConsumer(strapi, await requireByDocumentId(documentId));
    },

    /** Deletes a consumer and revokes its access key. @throws NotFoundError */
    async delete(documentId: string): Promise<void> {
      const consumer = await requireByDocumentId(documentId);
      await revokeAccessKey(strapi, consumer.tokenId);
      await removeConsumer(strapi, consumer);
    },

    /** Wire: see {@link registerConsumer}. */
    async register(tokenId: number, request: RegisterRequest) {
      const response = await registerConsumer(
        strapi,
        conditions,
        await site.read(),
        tokenId,
        request
      );
      // Coming back to an approved content type must hold on every process, as an approval does.
      if (response.subscriptions.some(({ status }) => status === 'approved')) {
        await subscribedTypes.changed();
        await settleStarts(strapi, site, await requireByToken(tokenId));
      }
      return response;
    },

    /** Wire: the consumer leaves; its key stays, so that it can come back. */
    async unregister(tokenId: number): Promise<void> {
      await removeConsumer(strapi, await requireByToken(tokenId));
    },

    /** Wire: see {@link readEvents}. */
    async events(tokenId: number, query: EventsQuery) {
      // The head before the consumer: an approval in between must not be passed by.
      const here = await site.read();
      const consumer = await requireByToken(tokenId);
      const page = await readEvents(feed, here, consumer, query);
      await touchConsumer(strapi, consumer.id);
      return page;
    },

    /** Wire: the consumer has dealt with everything up to the cursor. */
    async acknowledge(tokenId: number, request: AcknowledgeRequest) {
      const { streamId, head } = await site.read();
      const consumer = await requireByToken(tokenId);
      if (request.streamId !== streamId || request.cursor > head) {
        throw new WireError('stream_changed', 'This cursor is not of the present stream.');
      }
      const before = Number(consumer.acknowledgedCursor);
      await acknowledgeDeliveries(strapi, consumer.id, before, request);
      const cursor = Math.max(before, request.cursor);
      await touchConsumer(strapi, consumer.id, { acknowledgedCursor: cursor });
      return { cursor };
    },

    /** Wire: see {@link readDocuments}. */
    async documents(tokenId: number, request: DocumentsRequest) {
      const here = await site.read();
      return readDocuments(feed, here, await requireByToken(tokenId), request);
    },

    /** Wire: see {@link findDocuments}. */
    async findDocuments(tokenId: number, request: FindDocumentsRequest) {
      return findDocuments(strapi, conditions, await requireByToken(tokenId), request);
    },

    /** Wire: the bytes of a file; see {@link serveFile}. */
    async file(tokenId: number, documentId: string): Promise<ServedFile> {
      return serveFile(strapi, await requireByToken(tokenId), documentId);
    },
  };
};

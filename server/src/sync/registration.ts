/** This site tells a producer what it wants of it. */
import { errors } from '@strapi/utils';

import { type ProducerClient, ProducerError, createProducerClient } from './client';
import type { LinkOptions } from './link';
import { type MappingPlan, lookupsOf } from './mappings/plan-mappings';
import type { ProducerRow } from './producer-store';
import {
  type MappingDefinition,
  PROTOCOL_VERSION,
  type RegisterResponse,
  type RequestedSubscription,
  type SubscriptionInput,
} from '../protocol';

export interface SaveOptions extends LinkOptions {
  /** Address under which the producer reaches this site. */
  siteUrl: string;
}

export interface Credentials {
  url: string;
  accessKey: string;
}

/** Asks a producer; what goes wrong is told as an answer to the administrator's save. */
export const ask = async <T>(
  { timeoutMs }: SaveOptions,
  { url, accessKey }: Credentials,
  call: (client: ProducerClient) => Promise<T>
): Promise<T> => {
  try {
    return await call(createProducerClient({ url, accessKey, timeoutMs }));
  } catch (error) {
    throw error instanceof ProducerError
      ? new errors.ApplicationError(`Nothing was saved. ${error.message}`, {
          code: error.code ?? error.kind,
        })
      : error;
  }
};

/** The subscriptions as they are. */
export const toInputs = (producer: ProducerRow): SubscriptionInput[] =>
  producer.subscriptions.map(
    ({ contentType, useSameId, versions, onLeave, condition, adopt, mapping, unsubscribed }) => ({
      contentType,
      useSameId,
      versions,
      onLeave,
      condition,
      adopt,
      mapping: mapping?.documentId ?? null,
      unsubscribed,
    })
  );

/** What is asked of a producer, with what the mappings need. */
export const toRequests = (
  subscriptions: SubscriptionInput[],
  mappings: readonly MappingDefinition[],
  plan: MappingPlan
): RequestedSubscription[] =>
  subscriptions
    .filter(({ unsubscribed }) => !unsubscribed)
    .map(({ contentType, versions, condition }) => {
      const mapping = plan.mappings.get(contentType);
      return {
        contentType,
        versions,
        condition,
        mapped: mapping !== undefined,
        lookups: mapping ? lookupsOf(mappings, mapping) : [],
      };
    });

/** @throws ApplicationError when the producer cannot be asked, or refuses */
export const register = async (
  options: SaveOptions,
  input: Credentials & { callbackKey: string; subscriptions: RequestedSubscription[] }
): Promise<RegisterResponse> => {
  const { getSiteId, siteUrl } = options;
  const siteId = await getSiteId();
  return ask(options, input, (client) =>
    client.register({
      protocolVersion: PROTOCOL_VERSION,
      siteId,
      name: new URL(siteUrl).host,
      url: siteUrl,
      callbackKey: input.callbackKey,
      subscriptions: input.subscriptions,
    })
  );
};

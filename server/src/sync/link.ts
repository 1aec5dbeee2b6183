/** One producer as this site deals with it: its row, the calls to it, and who writes for it. */
import { errors } from '@strapi/utils';

import type { Core } from '@strapi/strapi';

import type { ApplyContext } from './apply-context';
import { type ProducerClient, ProducerError, createProducerClient } from './client';
import { loadMappings } from './mappings';
import type { ProducerRow } from './producer-store';
import { fetchDocuments } from './served-documents';
import type { FetchLimits } from './stock';
import { type Hooks, createFilePermission, createPermissionCheckers, decrypt } from '../platform';
import type { ProducerState } from '../protocol';

/** No usable subscriber: pulling stops, since every event would fail for the same reason. */
export class SubscriberError extends errors.ApplicationError {}

export interface LinkOptions {
  strapi: Core.Strapi;
  getSiteId(): Promise<string>;
  timeoutMs: number;
  /** In bytes. */
  maxFileSize: number;
  /** Of documents that are fetched. */
  limits: FetchLimits;
  hooks: Hooks;
}

export const connect = (
  { strapi, timeoutMs }: LinkOptions,
  producer: Pick<ProducerRow, 'url' | 'accessKey'>,
  signal?: AbortSignal
): ProducerClient =>
  createProducerClient({
    url: producer.url,
    accessKey: decrypt(strapi, producer.accessKey),
    timeoutMs,
    signal,
  });

/**
 * @param peek whether documents are only looked at: the producer does not count them as had
 * @throws SubscriberError
 */
export const createApplyContext = async (
  { strapi, getSiteId, maxFileSize, limits, hooks }: LinkOptions,
  producer: ProducerRow,
  client: ProducerClient,
  { peek = false }: { peek?: boolean } = {}
): Promise<ApplyContext> => {
  const { subscriber } = producer;
  if (!subscriber || !subscriber.isActive || subscriber.blocked) {
    throw new SubscriberError(
      `The subscriber of ${producer.name} was deleted or may not log in any more. Choose another ` +
        'admin user as its subscriber; nothing is lost meanwhile.'
    );
  }
  return {
    strapi,
    producer,
    subscriber,
    siteId: await getSiteId(),
    permissionsOn: await createPermissionCheckers(strapi, subscriber),
    files: {
      strapi,
      subscriber,
      mayWriteFile: createFilePermission(strapi, subscriber),
      source: client,
      maxFileSize,
    },
    limits,
    mappings: await loadMappings(strapi, producer),
    hooks,
    fetchDocuments: (references) => fetchDocuments(client, references, peek),
    findDocuments: async (request) => (await client.findDocuments(request)).documentIds,
  };
};

/** What a failed call says about the link. */
export const stateAfter = (error: unknown): ProducerState => {
  if (!(error instanceof ProducerError)) {
    return 'error';
  }
  switch (error.kind) {
    case 'unreachable':
    case 'unauthorized':
      return error.kind;
    case 'refused':
      if (error.code === 'stream_changed' || error.code === 'cursor_ahead') {
        return 'stream_broken';
      }
      return error.code === 'not_registered' ? 'unauthorized' : 'error';
    case 'protocol':
      return 'error';
  }
};

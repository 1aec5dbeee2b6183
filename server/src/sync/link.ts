/** One producer as this site deals with it: its row, the calls to it, and who writes for it. */
import { errors } from '@strapi/utils';
import { chunk, groupBy } from 'lodash';

import type { Core } from '@strapi/strapi';

import {
  type ApplyContext,
  type FetchedDocuments,
  type WholeDocument,
  keyOf,
} from './apply-context';
import { type ProducerClient, ProducerError, createProducerClient } from './client';
import type { RemoteReference } from './failures';
import { loadMappings } from './mappings';
import type { ProducerRow } from './producer-store';
import { FILE } from '../documents';
import { type Hooks, createFilePermission, createPermissionCheckers, decrypt } from '../platform';
import { MAX_DOCUMENTS_PER_CALL, type ProducerState } from '../protocol';

/** No usable subscriber: pulling stops, since every event would fail for the same reason. */
export class SubscriberError extends errors.ApplicationError {}

export interface LinkOptions {
  strapi: Core.Strapi;
  getSiteId(): Promise<string>;
  timeoutMs: number;
  /** In bytes. */
  maxFileSize: number;
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

/** The producer may have to read the bytes of each. */
const FILES_PER_CALL = 20;

/**
 * Asks for documents as they are now. Of a content type that the producer does not give (any
 * longer), none comes.
 */
const fetchDocuments = async (
  client: ProducerClient,
  references: RemoteReference[],
  peek: boolean
): Promise<FetchedDocuments> => {
  const wholes: WholeDocument[] = [];
  const unreadable = new Map<string, string>();
  const asked = new Set(references.map(keyOf));
  for (const group of Object.values(groupBy(references, 'contentType'))) {
    const size = group[0]?.contentType === FILE ? FILES_PER_CALL : MAX_DOCUMENTS_PER_CALL;
    for (const batch of chunk(group, size)) {
      try {
        const served = await client.documents({
          references: batch.map(({ contentType, documentId }) => ({ contentType, documentId })),
          peek,
        });
        wholes.push(
          ...served.documents
            .filter((document) => asked.has(keyOf(document)))
            .map((document) => ({ ...document, sequence: served.sequence }))
        );
        served.unreadable.forEach((document) => unreadable.set(keyOf(document), document.reason));
      } catch (error) {
        if (!(error instanceof ProducerError && error.code === 'content_type_not_approved')) {
          throw error;
        }
      }
    }
  }
  return { wholes, unreadable };
};

/**
 * @param peek whether documents are only looked at: the producer does not count them as had
 * @throws SubscriberError
 */
export const createApplyContext = async (
  { strapi, getSiteId, maxFileSize, hooks }: LinkOptions,
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

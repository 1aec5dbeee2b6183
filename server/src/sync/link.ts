/** One producer as this site deals with it: its row, the calls to it, and who writes for it. */
import { errors } from '@strapi/utils';
import type { Core } from '@strapi/strapi';

import type { PageContext, WholeDocument } from './apply-page';
import { type ProducerClient, ProducerError, createProducerClient } from './client';
import type { ProducerRow } from './producer-store';
import { createPermissionCheckers, decrypt } from '../platform';
import type { ProducerState, StreamEvent } from '../protocol';

/** No usable subscriber: pulling stops, since every event would fail for the same reason. */
export class SubscriberError extends errors.ApplicationError {}

export interface LinkOptions {
  strapi: Core.Strapi;
  getSiteId(): Promise<string>;
  timeoutMs: number;
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

const fetchWhole = async (
  client: ProducerClient,
  { contentType, documentId, locale, status }: StreamEvent
): Promise<WholeDocument | null> => {
  const { sequence, documents } = await client.documents({
    references: [{ contentType, documentId }],
  });
  const version = documents
    .find((row) => row.contentType === contentType && row.documentId === documentId)
    ?.versions.find((row) => row.locale === locale && row.status === status);
  return version ? { sequence, fields: version.fields } : null;
};

/** @throws SubscriberError */
export const createPageContext = async (
  { strapi, getSiteId }: LinkOptions,
  producer: ProducerRow,
  client: ProducerClient
): Promise<PageContext> => {
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
    fetchDocument: (event) => fetchWhole(client, event),
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

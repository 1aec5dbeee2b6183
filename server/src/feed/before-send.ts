/** What hooks of this site make of what a consumer gets (docs/extending.md). */
import { pick } from 'lodash';

import type { Core } from '@strapi/strapi';

import type { ConsumerRow } from './consumer-store';
import type { DocumentVersion } from '../documents';
import type { Hooked, Hooks } from '../platform';
import type { BeforeSend, StreamEvent } from '../protocol';

export interface SendContext {
  strapi: Core.Strapi;
  hooks: Hooks;
  consumer: ConsumerRow;
}

const ask = async (
  { strapi, hooks, consumer }: SendContext,
  version: Omit<BeforeSend, 'consumer'>
): Promise<Hooked | { kind: 'failed' }> => {
  const { documentId, name, siteId, url } = consumer;
  try {
    return await hooks.beforeSend({ ...version, consumer: { documentId, name, siteId, url } });
  } catch (error) {
    const { contentType, documentId: about } = version;
    strapi.log.warn(
      `event-streaming: ${contentType} ${about} for ${name}: ${error instanceof Error ? error.message : String(error)}`
    );
    return { kind: 'failed' };
  }
};

/**
 * The event as it is sent. Where a hook fails, nothing of the content leaves: the consumer is told
 * to ask for the whole document, of which the hooks are asked again. A deletion has no content.
 * @returns null: it is not sent
 */
export const prepareEvent = async (
  context: SendContext,
  event: StreamEvent
): Promise<StreamEvent | null> => {
  if (event.isIncomplete || event.leaves) {
    return event;
  }
  const { contentType, documentId, locale, status, updateType, data, state } = event;
  const version = { contentType, documentId, locale, status, updateType };
  const hooked = await ask(context, { ...version, fields: state ?? data });
  if (hooked.kind === 'skip') {
    return null;
  }
  if (hooked.kind === 'failed') {
    return data ? { ...event, data: null, state: null, isIncomplete: true } : event;
  }
  const { fields } = hooked;
  if (!state || !fields) {
    return { ...event, data: fields };
  }
  const isWhole = updateType === 'create';
  return {
    ...event,
    state: fields,
    data: isWhole ? fields : pick(fields, Object.keys(data ?? {})),
  };
};

/** A version of a whole document as it is sent; `failed`: the document cannot be given now. */
export const prepareVersion = (
  context: SendContext,
  document: { contentType: string; documentId: string },
  version: DocumentVersion
): Promise<Hooked | { kind: 'failed' }> => {
  const { contentType, documentId } = document;
  return ask(context, { contentType, documentId, ...version, updateType: null });
};

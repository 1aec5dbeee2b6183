/** What hooks of this site make of what a consumer gets (docs/extending.md). */
import { pick } from 'lodash';

import type { Core } from '@strapi/strapi';

import type { ConsumerRow } from './consumer-store';
import type { DocumentVersion } from '../documents';
import { type Hooked, HookTimeoutError, type Hooks } from '../platform';
import type { BeforeSend, StreamEvent } from '../protocol';

/** `failed`: what it was asked about cannot be given now. */
type Asked = Hooked | { kind: 'failed' };

/** The hooks of this site, for what is sent in one answer to one consumer. */
export interface Sender {
  ask(version: Omit<BeforeSend, 'consumer'>): Promise<Asked>;
  /** How long that has taken so far. */
  elapsedMs(): number;
}

export const createSender = (
  { strapi, hooks }: { strapi: Core.Strapi; hooks: Hooks },
  { documentId, name, siteId, url }: ConsumerRow
): Sender => {
  const consumer = { documentId, name, siteId, url };
  let elapsed = 0;
  /** A hook that has hung is not waited for again: the consumer does not wait for ever. */
  let isHanging = false;

  return {
    async ask(version) {
      if (isHanging) {
        return { kind: 'failed' };
      }
      const startedAt = performance.now();
      try {
        return await hooks.beforeSend({ ...version, consumer });
      } catch (error) {
        isHanging = error instanceof HookTimeoutError;
        const { contentType, documentId: about } = version;
        strapi.log.warn(
          `event-streaming: ${contentType} ${about} for ${name}: ${error instanceof Error ? error.message : String(error)}`
        );
        return { kind: 'failed' };
      } finally {
        elapsed += performance.now() - startedAt;
      }
    },
    elapsedMs: () => elapsed,
  };
};

/**
 * The event as it is sent. Where a hook fails, nothing of the content leaves: the consumer is told
 * to ask for the whole document, of which the hooks are asked again. A deletion has no content.
 * @returns null: it is not sent
 */
export const prepareEvent = async (
  sender: Sender,
  event: StreamEvent
): Promise<StreamEvent | null> => {
  if (event.isIncomplete || event.leaves) {
    return event;
  }
  const { contentType, documentId, locale, status, updateType, data, state } = event;
  const version = { contentType, documentId, locale, status, updateType };
  const hooked = await sender.ask({ ...version, fields: state ?? data });
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
  sender: Sender,
  { contentType, documentId }: { contentType: string; documentId: string },
  version: DocumentVersion
): Promise<Asked> => sender.ask({ contentType, documentId, ...version, updateType: null });

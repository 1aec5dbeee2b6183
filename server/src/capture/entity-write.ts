/**
 * Writes of captured types that pass the document service by: each is done in one transaction with
 * the intents that tell of it. What the write was told, its `params`, is looked at after it, since
 * lifecycles may have changed them.
 */
import type { Core } from '@strapi/strapi';

import type { RecordIntents } from './intent';
import type { VersionRow } from './version-rows';
import type { CapturePlan } from '../documents';

export interface QueryParams {
  where?: unknown;
  filters?: unknown;
  _q?: string;
  data?: unknown;
}

/** One write: the type, what it was told, and how to do it. */
export interface EntityWrite<T> {
  uid: string;
  params: QueryParams;
  run(params: QueryParams): Promise<T>;
}

export interface EntityWriteContext {
  strapi: Core.Strapi;
  plan: CapturePlan;
  recordIntents: RecordIntents;
}

export type Data = Record<string, unknown>;

export const isData = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Rows that others committed between the reading and the write were written unseen. */
export const warnOfMismatch = (
  strapi: Core.Strapi,
  uid: string,
  found: VersionRow[],
  result: unknown
): void => {
  const { count } = result as { count?: unknown };
  if (typeof count === 'number' && count > found.length) {
    strapi.log.warn(
      `event-streaming: ${count} rows of ${uid} were written at once, of which ${found.length} were ` +
        'there before; the changes of the others are not streamed. Compare the sites.'
    );
  }
};

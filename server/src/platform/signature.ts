/**
 * Signatures of pokes by the Standard Webhooks scheme (standardwebhooks.com): HMAC-SHA256 over
 * `id.timestamp.body`, so that the key itself never travels.
 */
import { createHmac, randomBytes, randomUUID } from 'node:crypto';

import { isSameSecret } from './encryption';

const KEY_PREFIX = 'whsec_';
const TOLERANCE_SECONDS = 5 * 60;

/** Headers of a request, by lower-case name. */
export type RequestHeaders = Record<string, string | string[] | undefined>;

export const createCallbackKey = (): string => KEY_PREFIX + randomBytes(32).toString('base64');

const signatureOf = (key: string, id: string, timestamp: string, body: string) =>
  createHmac('sha256', Buffer.from(key.slice(KEY_PREFIX.length), 'base64'))
    .update(`${id}.${timestamp}.${body}`)
    .digest('base64');

/** @param now milliseconds since the epoch */
export const sign = (key: string, body: string, now: number): Record<string, string> => {
  const id = `msg_${randomUUID()}`;
  const timestamp = String(Math.floor(now / 1000));
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signatureOf(key, id, timestamp, body)}`,
  };
};

export const isSigned = (
  key: string,
  body: string,
  headers: RequestHeaders,
  now: number
): boolean => {
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  const signatures = headers['webhook-signature'];
  if (
    typeof id !== 'string' ||
    typeof timestamp !== 'string' ||
    typeof signatures !== 'string' ||
    !/^\d{1,12}$/.test(timestamp) ||
    Math.abs(now / 1000 - Number(timestamp)) > TOLERANCE_SECONDS
  ) {
    return false;
  }
  const expected = `v1,${signatureOf(key, id, timestamp, body)}`;
  return signatures.split(' ').some((signature) => isSameSecret(signature, expected));
};

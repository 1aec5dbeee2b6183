/**
 * Whatever can go wrong on the way to a producer, with what to do. It never carries the request,
 * whose headers hold the access key.
 */
import axios from 'axios';

import { WIRE_ERROR_CODES, type WireErrorCode } from '../protocol';

export type ProducerErrorKind =
  /** No usable answer: try again later. */
  | 'unreachable'
  /** The access key does not (any longer) open this producer. */
  | 'unauthorized'
  /** The producer understood and refused; `code` says why. */
  | 'refused'
  /** The answer is not what the protocol says. */
  | 'protocol';

export class ProducerError extends Error {
  constructor(
    readonly kind: ProducerErrorKind,
    message: string,
    readonly code: WireErrorCode | null = null
  ) {
    super(message);
    this.name = 'ProducerError';
  }
}

/** It would not have fitted into memory; with less asked for at once it may. */
export class AnswerTooLargeError extends ProducerError {
  constructor(url: string) {
    super('protocol', `${url} answered too much at once.`);
  }
}

interface StrapiErrorBody {
  error?: { message?: unknown; details?: { code?: unknown } };
}

const wireCode = (body: StrapiErrorBody | null): WireErrorCode | null => {
  const code = body?.error?.details?.code;
  return WIRE_ERROR_CODES.find((known) => known === code) ?? null;
};

/** What an answer with this status says. */
export const fromStatus = (url: string, status: number, body: unknown): ProducerError => {
  const error = typeof body === 'object' ? (body as StrapiErrorBody | null) : null;
  const said = typeof error?.error?.message === 'string' ? error.error.message.slice(0, 500) : '';
  const code = wireCode(error);
  if (code) {
    return new ProducerError('refused', said || `${url} answered ${status}.`, code);
  }
  if (status === 401 || status === 403) {
    return new ProducerError(
      'unauthorized',
      `${url} does not accept the access key: it is wrong, was revoked, or is not a key of Event ` +
        `Streaming. Get a new one from the producer's administrator and save it here.` +
        (said ? ` (${status}: ${said})` : '')
    );
  }
  if (status === 404 || status === 405) {
    return new ProducerError(
      'protocol',
      `${url} answered ${status}: Event Streaming is not installed there, or the URL is not that ` +
        'of a Strapi site.'
    );
  }
  if (status >= 300 && status < 400) {
    return new ProducerError(
      'protocol',
      `${url} answers with a redirect. Enter the address it redirects to.`
    );
  }
  if (status >= 500 || status === 408 || status === 429) {
    return new ProducerError('unreachable', `${url} answered ${status}. ${said}`.trim());
  }
  return new ProducerError('refused', said || `${url} answered ${status}.`);
};

/** Why no usable answer came. */
export const fromFailure = (url: string, error: unknown, timeoutMs: number): ProducerError => {
  if (!axios.isAxiosError(error)) {
    return new ProducerError('unreachable', `${url} could not be reached: ${String(error)}`);
  }
  if (error.response && error.response.status < 300) {
    return new ProducerError(
      'protocol',
      `${url} answered something that is not JSON. Is it the address of a Strapi site?`
    );
  }
  if (error.response) {
    return fromStatus(url, error.response.status, error.response.data);
  }
  if (error.code === 'ERR_CANCELED') {
    return new ProducerError('unreachable', `${url} did not answer within ${timeoutMs} ms.`);
  }
  if (error.code === 'ERR_BAD_RESPONSE' && error.message.includes('maxContentLength')) {
    return new AnswerTooLargeError(url);
  }
  if (error.code === 'ERR_BAD_RESPONSE') {
    return new ProducerError('protocol', `${url} answered with something broken.`);
  }
  return new ProducerError(
    'unreachable',
    `${url} could not be reached (${error.code ?? error.message}). Is the address right and the ` +
      'site running?'
  );
};

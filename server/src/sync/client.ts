/**
 * Calls to a producer. Whatever can go wrong on the way becomes a ProducerError that says what to
 * do; it never carries the request, whose headers hold the access key.
 */
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

import axios, { type AxiosRequestConfig } from 'axios';
import type { z } from '@strapi/utils';

import {
  type AcknowledgeRequest,
  type DocumentsRequest,
  type EventsQuery,
  type RegisterRequest,
  WIRE_ERROR_CODES,
  type WireErrorCode,
  acknowledgeResponse,
  documentsResponse,
  eventsResponse,
  registerResponse,
  siteResponse,
} from '../protocol';

/** An answer larger than this is refused: a page of events ends near 1 MiB. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

const httpAgent = new HttpAgent({ keepAlive: true });
const httpsAgent = new HttpsAgent({ keepAlive: true });

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

interface StrapiErrorBody {
  error?: { message?: unknown; details?: { code?: unknown } };
}

const wireCode = (body: StrapiErrorBody | null): WireErrorCode | null => {
  const code = body?.error?.details?.code;
  return WIRE_ERROR_CODES.find((known) => known === code) ?? null;
};

const fromStatus = (url: string, status: number, body: unknown): ProducerError => {
  const error = typeof body === 'object' ? (body as StrapiErrorBody | null) : null;
  const said = typeof error?.error?.message === 'string' ? error.error.message.slice(0, 500) : '';
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
  return new ProducerError('refused', said || `${url} answered ${status}.`, wireCode(error));
};

const fromFailure = (url: string, error: unknown, timeoutMs: number): ProducerError => {
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
  if (error.code === 'ERR_BAD_RESPONSE') {
    return new ProducerError('protocol', `${url} answered too much at once, or broken.`);
  }
  return new ProducerError(
    'unreachable',
    `${url} could not be reached (${error.code ?? error.message}). Is the address right and the ` +
      'site running?'
  );
};

export type ProducerClient = ReturnType<typeof createProducerClient>;

/**
 * @param url the producer's address, without a slash at the end
 * @param timeoutMs for a whole call; every method throws {@link ProducerError}
 */
export const createProducerClient = ({
  url,
  accessKey,
  timeoutMs,
  signal,
}: {
  url: string;
  accessKey: string;
  timeoutMs: number;
  /** Ends a call before its time. */
  signal?: AbortSignal;
}) => {
  const call = async <T extends z.ZodType>(
    answer: T,
    request: AxiosRequestConfig
  ): Promise<z.infer<T>> => {
    let data: unknown;
    try {
      const response = await axios.request<unknown>({
        ...request,
        baseURL: `${url}/api/event-streaming`,
        headers: { authorization: `Bearer ${accessKey}` },
        httpAgent,
        httpsAgent,
        signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]),
        maxRedirects: 0,
        maxContentLength: MAX_ANSWER_BYTES,
        responseType: 'json',
        // Otherwise a broken body would come as a string, without an error.
        transitional: { silentJSONParsing: false },
      });
      data = response.data;
    } catch (error) {
      throw fromFailure(url, error, timeoutMs);
    }
    const result = answer.safeParse(data);
    if (!result.success) {
      const [issue] = result.error.issues;
      throw new ProducerError(
        'protocol',
        `${url} answered something this version does not understand` +
          (issue ? ` (${issue.path.join('.')}: ${issue.message}).` : '.')
      );
    }
    return result.data;
  };

  return {
    describe: () => call(siteResponse, { method: 'GET', url: '/site' }),
    register: (data: RegisterRequest) =>
      call(registerResponse, { method: 'PUT', url: '/consumer', data }),
    async unregister(): Promise<void> {
      await call(acknowledgeResponse.partial(), { method: 'DELETE', url: '/consumer' });
    },
    events: (params: EventsQuery) =>
      call(eventsResponse, { method: 'GET', url: '/events', params }),
    acknowledge: (data: AcknowledgeRequest) =>
      call(acknowledgeResponse, { method: 'POST', url: '/acknowledgements', data }),
    documents: (data: DocumentsRequest) =>
      call(documentsResponse, { method: 'POST', url: '/documents', data }),
  };
};

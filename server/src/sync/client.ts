/** Calls to a producer. Whatever goes wrong on the way becomes a {@link ProducerError}. */
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

import axios, { type AxiosRequestConfig } from 'axios';
import type { z } from '@strapi/utils';

import { type FileAnswer, type FileRequest, requestFile } from './files/request-file';
import { ProducerError, fromFailure } from './producer-error';
import { type ServedDocuments, readServed } from './read-served';
import {
  type AcknowledgeRequest,
  type DocumentsRequest,
  type EventsQuery,
  type FindDocumentsRequest,
  type RegisterRequest,
  acknowledgeResponse,
  documentsResponse,
  eventsResponse,
  findDocumentsResponse,
  registerResponse,
  shapesResponse,
  siteResponse,
} from '../protocol';

/** An answer larger than this is refused: a page of events ends near 1 MiB. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

export { ProducerError, type ProducerErrorKind } from './producer-error';

const httpAgent = new HttpAgent({ keepAlive: true });
const httpsAgent = new HttpsAgent({ keepAlive: true });

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
  const base: AxiosRequestConfig = {
    baseURL: `${url}/api/event-streaming`,
    headers: { authorization: `Bearer ${accessKey}` },
    httpAgent,
    httpsAgent,
    maxRedirects: 0,
  };

  const call = async <T extends z.ZodType>(
    answer: T,
    request: AxiosRequestConfig
  ): Promise<z.infer<T>> => {
    let data: unknown;
    try {
      const response = await axios.request<unknown>({
        ...base,
        ...request,
        signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]),
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
    shapes: () => call(shapesResponse, { method: 'GET', url: '/shapes' }),
    register: (data: RegisterRequest) =>
      call(registerResponse, { method: 'PUT', url: '/consumer', data }),
    async unregister(): Promise<void> {
      await call(acknowledgeResponse.partial(), { method: 'DELETE', url: '/consumer' });
    },
    events: (params: EventsQuery) =>
      call(eventsResponse, { method: 'GET', url: '/events', params }),
    acknowledge: (data: AcknowledgeRequest) =>
      call(acknowledgeResponse, { method: 'POST', url: '/acknowledgements', data }),
    async documents(data: DocumentsRequest): Promise<ServedDocuments & { sequence: number }> {
      const request = { method: 'POST', url: '/documents', data };
      const { sequence, documents } = await call(documentsResponse, request);
      return { sequence, ...readServed(documents) };
    },
    findDocuments: (data: FindDocumentsRequest) =>
      call(findDocumentsResponse, { method: 'POST', url: '/documents/find', data }),
    /** The bytes of a file; `timeoutMs` is for each step of the way, not for the whole. */
    file: (documentId: string, request: FileRequest): Promise<FileAnswer> =>
      requestFile({ url, base, timeoutMs, signal }, documentId, request),
  };
};

/** One request for the bytes of a file, or for what is missing of them. */
import type { Readable } from 'node:stream';

import axios, { type AxiosRequestConfig, type AxiosResponse } from 'axios';

import { ProducerError, fromFailure, fromStatus } from '../producer-error';

export interface FileRequest {
  /** Go on at this byte; 0: from the beginning. */
  from: number;
  /** The digest that the bytes before it belong to: if they have changed, the whole comes. */
  digest: string | null;
}

export interface FileAnswer {
  /** Position of the first byte that comes. */
  start: number;
  /** Size of the whole file in bytes; null: not told. */
  total: number | null;
  /** What the whole file's digest is to be; null: not told. */
  digest: string | null;
  /** Read it to its end, or return from it. Breaks off with a ProducerError. */
  chunks: AsyncIterable<Buffer>;
}

interface Connection {
  url: string;
  base: AxiosRequestConfig;
  timeoutMs: number;
  signal: AbortSignal | undefined;
}

const MAX_ERROR_BYTES = 64 * 1024;

const readError = async (body: Readable): Promise<unknown> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_ERROR_BYTES) {
      return null;
    }
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    // Not of Strapi: a proxy's page. The status says enough.
    return null;
  }
};

const toNumber = (text: string | undefined): number | null =>
  text !== undefined && /^\d+$/.test(text) ? Number(text) : null;

const headerOf = ({ headers }: AxiosResponse, name: string): string => {
  const value: unknown = headers[name];
  return typeof value === 'string' ? value : '';
};

/** A proxy that recodes answers makes an etag weak; the digest in it still holds. */
const digestOf = (response: AxiosResponse): string | null =>
  /^(?:W\/)?"(sha256-[0-9a-f]{64})"$/.exec(headerOf(response, 'etag'))?.[1] ?? null;

const extentOf = (response: AxiosResponse): { start: number; total: number | null } => {
  const [, start, total] =
    /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headerOf(response, 'content-range')) ?? [];
  return response.status === 206
    ? { start: toNumber(start) ?? -1, total: toNumber(total) }
    : { start: 0, total: toNumber(headerOf(response, 'content-length') || undefined) };
};

/** @throws ProducerError */
export const requestFile = async (
  { url, base, timeoutMs, signal }: Connection,
  documentId: string,
  { from, digest }: FileRequest
): Promise<FileAnswer> => {
  // Not a deadline: a large file takes long. It ends the call when nothing comes for that long.
  const idle = new AbortController();
  const timer = setTimeout(() => idle.abort(), timeoutMs);
  const failure = (error: unknown) => {
    clearTimeout(timer);
    return error instanceof ProducerError ? error : fromFailure(url, error, timeoutMs);
  };

  const send = async (): Promise<AxiosResponse<Readable>> => {
    try {
      const response = await axios.request<Readable>({
        ...base,
        method: 'GET',
        url: `/files/${encodeURIComponent(documentId)}`,
        headers: {
          ...base.headers,
          // Positions are in the file's own bytes.
          'accept-encoding': 'identity',
          ...(from > 0 ? { range: `bytes=${from}-` } : {}),
          ...(from > 0 && digest ? { 'if-range': `"${digest}"` } : {}),
        },
        responseType: 'stream',
        validateStatus: () => true,
        signal: AbortSignal.any([idle.signal, ...(signal ? [signal] : [])]),
      });
      if (response.status !== 200 && response.status !== 206) {
        throw fromStatus(url, response.status, await readError(response.data));
      }
      return response;
    } catch (error) {
      throw failure(error);
    }
  };

  const response = await send();
  const read = async function* (): AsyncGenerator<Buffer> {
    try {
      for await (const chunk of response.data as AsyncIterable<Buffer>) {
        timer.refresh();
        yield chunk;
      }
    } catch (error) {
      throw failure(error);
    } finally {
      clearTimeout(timer);
      response.data.destroy();
    }
  };
  return { ...extentOf(response), digest: digestOf(response), chunks: read() };
};

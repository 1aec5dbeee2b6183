/** Waiting for an upload provider of another machine, which may never answer. */
import { Readable } from 'node:stream';

import type { Core } from '@strapi/strapi';

/** The provider has gone silent. */
export class NoAnswerError extends Error {
  constructor(ms: number) {
    super(`it sends nothing for ${ms} ms`);
    this.name = 'NoAnswerError';
  }
}

export interface Patience {
  /** Ends the call that is waited for. */
  signal: AbortSignal;
  /** @throws NoAnswerError when it takes too long; what is done with the answer takes its time */
  wait<T>(work: () => Promise<T>): Promise<T>;
  /** The answer's bytes, each piece of which has the same time again. */
  read(body: ReadableStream<Uint8Array>): Readable;
}

/**
 * A third of what a call between sites may take: whoever waits for this site's answer still gets one
 * when a provider goes silent.
 */
const limitOf = (strapi: Core.Strapi): number =>
  Math.ceil(strapi.config.get<number>('plugin::event-streaming.network.timeoutMs') / 3);

/** For one call. */
export const createPatience = (strapi: Core.Strapi): Patience => {
  const limit = limitOf(strapi);
  const call = new AbortController();

  const wait = async <T>(work: () => Promise<T>): Promise<T> => {
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const error = new NoAnswerError(limit);
        reject(error);
        call.abort(error);
      }, limit);
    });
    try {
      return await Promise.race([work(), tooLong]);
    } finally {
      clearTimeout(timer);
    }
  };

  const piecesOf = async function* (body: ReadableStream<Uint8Array>): AsyncGenerator<Buffer> {
    const reader = body.getReader();
    for (;;) {
      const { done, value } = await wait(() => reader.read());
      if (done) {
        return;
      }
      yield Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    }
  };

  return {
    signal: call.signal,
    wait,
    read(body) {
      const bytes = Readable.from(piecesOf(body), { objectMode: false });
      // Also when nobody has read it to its end, or at all.
      bytes.once('close', () => call.abort());
      return bytes;
    },
  };
};

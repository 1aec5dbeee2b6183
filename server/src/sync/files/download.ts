/**
 * Downloads a file into a temporary one, going on where it was interrupted. Bytes are counted and
 * digested on their way: they are never all in memory, and never read twice.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

import type { FileAnswer, FileRequest } from './request-file';
import { type FileDigest, createDigest } from '../../documents';
import { ApplyError } from '../failures';
import { ProducerError } from '../producer-error';

/** Whoever gives the bytes of a producer's files; {@link ProducerError} when it does not. */
export interface FileSource {
  file(documentId: string, request: FileRequest): Promise<FileAnswer>;
}

export interface DownloadOptions {
  /** The file's id on the producer. */
  documentId: string;
  /** For messages. */
  name: string;
  /** Where the bytes are put. */
  path: string;
  /** What the digest is to be, unless the producer tells a newer one. */
  digest: string;
  maxFileSize: number;
}

/** Interruptions in a row, without a byte in between. */
const MAX_INTERRUPTIONS = 4;
const FIRST_PAUSE_MS = 200;

const megabytes = (bytes: number) => `${Math.ceil(bytes / 100_000) / 10} MB`;

export const tooLarge = (name: string, size: number, maxFileSize: number): ApplyError =>
  new ApplyError(
    'validation',
    `The file "${name}" has ${megabytes(size)}, more than this site receives. Raise ` +
      `media.maxFileSize (now ${maxFileSize} bytes) in the configuration of Event Streaming, then ` +
      'resync.'
  );

const isInterruption = (error: unknown): boolean =>
  error instanceof ProducerError && error.kind === 'unreachable';

interface State {
  digest: ReturnType<typeof createDigest>;
  received: number;
  /** What the producer says of the file whose bytes these are. */
  told: Pick<FileAnswer, 'digest' | 'total'> | null;
}

const begin = (): State => ({ digest: createDigest(), received: 0, told: null });

/** Makes ready for the answer: goes on with what is there, or begins anew. */
const take = async (state: State, answer: FileAnswer, handle: FileHandle): Promise<void> => {
  if (answer.start === state.received && (!state.told || answer.digest === state.told.digest)) {
    state.told ??= answer;
    return;
  }
  if (answer.start !== 0) {
    throw new ProducerError('protocol', 'The producer answered with another part of the file.');
  }
  // It was replaced meanwhile, or does not give parts.
  Object.assign(state, begin(), { told: answer });
  await handle.truncate(0);
};

const receive = async (
  state: State,
  source: FileSource,
  handle: FileHandle,
  { documentId, name, maxFileSize }: DownloadOptions
): Promise<void> => {
  const answer = await source.file(documentId, {
    from: state.received,
    digest: state.told?.digest ?? null,
  });
  await take(state, answer, handle);
  const { total } = answer;
  if (total !== null && total > maxFileSize) {
    throw tooLarge(name, total, maxFileSize);
  }
  for await (const chunk of answer.chunks) {
    if (state.received + chunk.length > maxFileSize) {
      throw tooLarge(name, state.received + chunk.length, maxFileSize);
    }
    await handle.appendFile(chunk);
    state.digest.update(chunk);
    state.received += chunk.length;
  }
  if (total !== null && state.received < total) {
    throw new ProducerError('unreachable', `The file "${name}" broke off on its way.`);
  }
};

const receiveAll = async (
  source: FileSource,
  handle: FileHandle,
  options: DownloadOptions
): Promise<State> => {
  const state = begin();
  let interruptions = 0;
  for (;;) {
    const { received } = state;
    try {
      await receive(state, source, handle, options);
      return state;
    } catch (error) {
      interruptions = state.received > received ? 1 : interruptions + 1;
      if (!isInterruption(error) || interruptions > MAX_INTERRUPTIONS) {
        throw error;
      }
    }
    if (state.told && state.received === state.told.total) {
      return state;
    }
    await pause(FIRST_PAUSE_MS * 2 ** (interruptions - 1));
  }
};

/**
 * @returns what came: newer bytes than asked for, if the file was replaced meanwhile
 * @throws ApplyError, ProducerError
 */
export const download = async (
  source: FileSource,
  options: DownloadOptions
): Promise<FileDigest> => {
  const handle = await open(options.path, 'ax');
  try {
    const state = await receiveAll(source, handle, options);
    const came = state.digest.finish();
    if (came.digest !== (state.told?.digest ?? options.digest)) {
      throw new ApplyError(
        'dependency',
        `The file "${options.name}" arrived damaged: its digest is not the one that the producer ` +
          'tells. Resync tries again; if that does not help, something between the sites changes files.'
      );
    }
    return came;
  } finally {
    await handle.close();
  }
};

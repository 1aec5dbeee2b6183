/**
 * Reading the bytes of a file from wherever its upload provider has put them. Always as a stream:
 * a file need not fit into memory.
 */
import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';

import type { Core } from '@strapi/strapi';

import type { StoredBytes } from './file-row';
import { NoAnswerError, createPatience } from './patience';
import { sliceBytes } from './slice-bytes';

/** Bytes from `start` to `end`, both counted in. */
export interface ByteRange {
  start: number;
  end: number;
}

/** The row is there, its bytes are not, or cannot be had now. Names no URL: it may be signed. */
export class FileUnreadableError extends Error {
  constructor(
    { name, provider }: StoredBytes,
    reason: string,
    override readonly cause?: unknown
  ) {
    super(
      `The bytes of the file "${name}" cannot be read from the provider ${provider}: ${reason}.`
    );
    this.name = 'FileUnreadableError';
  }

  /** The provider has gone silent, and would be waited for in vain for other files too. */
  get isSilence(): boolean {
    return this.cause instanceof NoAnswerError;
  }
}

interface UploadProvider {
  isPrivate(): boolean | Promise<boolean>;
  getSignedUrl(file: object): Promise<{ url: string }>;
}

const reasonOf = (error: unknown): string => {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return code === 'ENOENT' ? 'there is no such file' : String(code ?? message ?? error);
};

/** The file's path on this machine; null when another one keeps it. */
export const localPathOf = (strapi: Core.Strapi, file: StoredBytes): string | null => {
  if (!file.url.startsWith('/') || file.url.startsWith('//')) {
    return null;
  }
  const root = path.resolve(strapi.dirs.static.public);
  const target = path.join(root, file.url);
  if (!target.startsWith(root + path.sep)) {
    throw new FileUnreadableError(file, 'its path leads out of the public folder');
  }
  return target;
};

/** How the bytes on this machine look from outside; null when another machine keeps them. */
export const statFile = async (
  strapi: Core.Strapi,
  file: StoredBytes
): Promise<{ size: number; mtimeMs: number } | null> => {
  const target = localPathOf(strapi, file);
  try {
    return target === null ? null : await stat(target);
  } catch (error) {
    throw new FileUnreadableError(file, reasonOf(error));
  }
};

const openLocal = async (file: StoredBytes, target: string, range?: ByteRange) => {
  try {
    const handle = await open(target, 'r');
    return handle.createReadStream(range);
  } catch (error) {
    throw new FileUnreadableError(file, reasonOf(error));
  }
};

/** A private provider's signed URL is made for one reading, and kept nowhere. */
const readableUrl = async (strapi: Core.Strapi, file: StoredBytes): Promise<string> => {
  const { provider } = strapi.plugin('upload') as unknown as { provider: UploadProvider };
  const isPresent = file.provider === strapi.config.get('plugin::upload.provider');
  const { url } =
    isPresent && (await provider.isPrivate()) ? await provider.getSignedUrl({ ...file }) : file;
  return url.startsWith('//') ? `https:${url}` : url;
};

const openRemote = async (strapi: Core.Strapi, file: StoredBytes, range?: ByteRange) => {
  const patience = createPatience(strapi);
  let response: Response;
  try {
    response = await patience.wait(async () =>
      strapi.fetch(await readableUrl(strapi, file), {
        headers: {
          // A replaced file has the same URL, and a cache on the way would give the old bytes.
          'cache-control': 'no-cache',
          ...(range ? { range: `bytes=${range.start}-${range.end}` } : {}),
        },
        signal: patience.signal,
      })
    );
  } catch (error) {
    throw new FileUnreadableError(file, reasonOf(error), error);
  }
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    throw new FileUnreadableError(file, `it answers ${response.status}`);
  }
  const bytes = patience.read(response.body);
  return range && response.status !== 206 ? sliceBytes(bytes, range) : bytes;
};

/**
 * @param range the part to read; left out: all of it
 * @throws FileUnreadableError
 */
export const openFile = async (
  strapi: Core.Strapi,
  file: StoredBytes,
  range?: ByteRange
): Promise<Readable> => {
  const target = localPathOf(strapi, file);
  return target ? openLocal(file, target, range) : openRemote(strapi, file, range);
};

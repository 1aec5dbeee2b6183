/** Bytes come over the network once for each content: after that, they are copied here. */
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

import type { Core } from '@strapi/strapi';

import { download } from './download';
import type { FilesContext } from './files-context';
import type { RemoteFile } from './remote-file';
import type { StoredFile } from './store-bytes';
import {
  type FileDigest,
  type StoredBytes,
  createDigest,
  findFilesByDigest,
  openFile,
} from '../../documents';

/** null when the file here no longer has these bytes, or cannot be read. */
const copyBytes = async (
  strapi: Core.Strapi,
  file: StoredBytes,
  digest: string,
  target: string
): Promise<FileDigest | null> => {
  const counted = createDigest();
  try {
    const bytes = await openFile(strapi, file);
    await pipeline(
      bytes,
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          counted.update(chunk);
          yield chunk;
        }
      },
      createWriteStream(target)
    );
  } catch (error) {
    strapi.log.debug(`event-streaming: "${file.name}" is not copied: ${String(error)}`);
    await rm(target, { force: true });
    return null;
  }
  const copied = counted.finish();
  if (copied.digest !== digest) {
    await rm(target, { force: true });
    return null;
  }
  return copied;
};

/**
 * Puts the bytes of a remote file into `target`.
 * @param staged bytes that this page has brought already
 * @throws ApplyError, ProducerError
 */
export const fetchBytes = async (
  { strapi, source, maxFileSize }: FilesContext,
  documentId: string,
  { name, digest }: RemoteFile,
  target: string,
  staged: readonly (FileDigest & { stored: StoredFile })[]
): Promise<FileDigest> => {
  const here: StoredBytes[] = [
    ...staged.filter((bytes) => bytes.digest === digest).map(({ stored }) => stored),
    ...(await findFilesByDigest(strapi, digest)),
  ];
  for (const file of here) {
    const copied = await copyBytes(strapi, file, digest, target);
    if (copied) {
      return copied;
    }
  }
  return download(source, { documentId, name, path: target, digest, maxFileSize });
};

/**
 * What the bytes of a file are, in one word. Strapi has no such thing: a file's hash is random, and
 * a replaced file keeps it, with its URL. So the bytes are read once for each content, and again
 * when the row or the file on disk looks changed (docs/decisions/0006).
 */
import { createHash } from 'node:crypto';

import type { Core } from '@strapi/strapi';

import { type FileRow, findFileRowsByDocument } from './file-row';
import { FileUnreadableError, openFile, statFile } from './open-file';
import { TABLES } from '../../platform';

export interface FileDigest {
  /** `sha256-<hex>` */
  digest: string;
  /** Exact, in bytes. The row's own size is in kB and rounded. */
  size: number;
}

/** A file can be replaced while it is read; then it is read again. */
const ATTEMPTS = 3;

export const createDigest = () => {
  const hash = createHash('sha256');
  let size = 0;
  return {
    update(chunk: Uint8Array) {
      hash.update(chunk);
      size += chunk.length;
    },
    finish: (): FileDigest => ({ digest: `sha256-${hash.digest('hex')}`, size }),
  };
};

/** Changes with the bytes, as far as can be told without reading them. */
const fingerprintOf = async (strapi: Core.Strapi, row: FileRow): Promise<string> => {
  const facts = await statFile(strapi, row);
  return [
    row.provider,
    row.hash,
    row.ext,
    new Date(row.updatedAt).toISOString(),
    ...(facts ? [facts.size, facts.mtimeMs] : []),
  ].join('/');
};

const readBytes = async (strapi: Core.Strapi, row: FileRow): Promise<FileDigest> => {
  const digest = createDigest();
  const bytes = await openFile(strapi, row);
  try {
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      digest.update(chunk);
    }
  } catch (error) {
    throw new FileUnreadableError(
      row,
      error instanceof Error ? error.message : String(error),
      error
    );
  }
  return digest.finish();
};

interface DigestRow {
  fileDocumentId: string;
  fingerprint: string;
  size: string | number;
  digest: string;
}

const write = async (
  strapi: Core.Strapi,
  { documentId }: FileRow,
  fingerprint: string,
  { digest, size }: FileDigest
): Promise<void> => {
  await strapi.db
    .queryBuilder(TABLES.fileDigest)
    .insert({ fileDocumentId: documentId, fingerprint, size: String(size), digest })
    .onConflict('file_document_id')
    .merge(['fingerprint', 'size', 'digest'])
    .execute();
};

/** Notes what the bytes of a file are, from who has just written them. */
export const saveDigest = async (
  strapi: Core.Strapi,
  row: FileRow,
  digest: FileDigest
): Promise<void> => write(strapi, row, await fingerprintOf(strapi, row), digest);

export const forgetDigest = async (strapi: Core.Strapi, fileDocumentId: string): Promise<void> => {
  await strapi.db.queryBuilder(TABLES.fileDigest).where({ fileDocumentId }).delete().execute();
};

/**
 * The digest of a file's bytes as they are now. It reads them unless they are known: never call it
 * in an editor's save.
 * @param mayRead false: only if they are known
 * @throws FileUnreadableError
 */
export const digestOf = async (
  strapi: Core.Strapi,
  row: FileRow,
  { mayRead = true }: { mayRead?: boolean } = {}
): Promise<FileDigest> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const fingerprint = await fingerprintOf(strapi, row);
    const known = await strapi.db
      .queryBuilder(TABLES.fileDigest)
      .where({ fileDocumentId: row.documentId })
      .first()
      .execute<DigestRow | null>();
    if (known?.fingerprint === fingerprint) {
      return { digest: known.digest, size: Number(known.size) };
    }
    if (!mayRead) {
      throw new FileUnreadableError(row, 'it has just been waited for in vain');
    }
    const digest = await readBytes(strapi, row);
    if ((await fingerprintOf(strapi, row)) === fingerprint) {
      await write(strapi, row, fingerprint, digest);
      return digest;
    }
  }
  throw new FileUnreadableError(row, 'it is being changed');
};

/** Files of this site that have, or had, these bytes. */
export const findFilesByDigest = async (
  strapi: Core.Strapi,
  digest: string
): Promise<FileRow[]> => {
  const known = await strapi.db
    .queryBuilder(TABLES.fileDigest)
    .init({ where: { digest }, orderBy: { id: 'desc' }, limit: 5 })
    .execute<DigestRow[]>();
  return findFileRowsByDocument(
    strapi,
    known.map((row) => row.fileDocumentId)
  );
};

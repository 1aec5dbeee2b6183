/**
 * Everything about received files that takes time or can fail on the way, before a transaction is
 * opened: right and type checked, folder made, bytes downloaded, formats made, all put into the
 * upload provider. What is left for the transaction is a row. Bytes that no committed row came to
 * use are taken away again by `dispose`, so that a transaction may fail and be tried again.
 */
import { rm } from 'node:fs/promises';
import path from 'node:path';

import { assertMayWriteFile } from './assert-may-write-file';
import type { FilesContext } from './files-context';
import { type Folder, findOrCreateFolder } from './find-or-create-folder';
import { fetchBytes } from './fetch-bytes';
import { assertTypeAllowed } from './assert-type-allowed';
import { tooLarge } from './download';
import { type RemoteFile, parseRemoteFile } from './remote-file';
import { removeBytes } from './remove-bytes';
import { type StoredFile, storeBytes } from './store-bytes';
import { type Workspace, createWorkspace } from './workspace';
import {
  type FileDigest,
  FileUnreadableError,
  type FileRow,
  digestOf,
  findFileRow,
} from '../../documents';
import { isOutage, isShortage } from '../../platform';
import type { DocumentFields } from '../../protocol';
import { ApplyError, StorageError, endsPull } from '../failures';
import { ProducerError } from '../producer-error';

export interface FileRequest {
  /** The file's id on the producer. */
  documentId: string;
  /** Its whole version form. */
  fields: DocumentFields;
  /** The id it has here; null: it is not here yet. */
  localDocumentId: string | null;
}

/** Bytes in this site's provider that may come to belong to a row. */
export interface StagedBytes extends FileDigest {
  stored: StoredFile;
  /** A committed row has them. */
  isKept: boolean;
}

export type PreparedFile =
  | {
      kind: 'ready';
      remote: RemoteFile;
      folder: Folder | null;
      /** What the bytes are that the local file has, or is to have. */
      digest: FileDigest | null;
      /** null: those that are here are the right ones. */
      bytes: StagedBytes | null;
      /** The local file when it was looked at. */
      seen: FileRow | null;
    }
  | { kind: 'failed'; error: unknown };

export interface PreparedFiles {
  /** @param documentId the file's id on the producer */
  get(documentId: string): PreparedFile | undefined;
  /** Takes away what no committed row uses. Always call it, after the last transaction. */
  dispose(): Promise<void>;
}

/** What the local file's bytes are; null when it is not here, or they are lost. */
const presentDigest = async (
  { strapi }: FilesContext,
  row: FileRow | null
): Promise<FileDigest | null> => {
  try {
    return row && (await digestOf(strapi, row));
  } catch (error) {
    if (error instanceof FileUnreadableError) {
      return null;
    }
    throw error;
  }
};

/** What passes by itself, told apart from what is about the file. */
const toStageError = (name: string, error: unknown): unknown =>
  error instanceof ApplyError ||
  error instanceof ProducerError ||
  endsPull(error) ||
  !(isShortage(error) || isOutage(error))
    ? error
    : new StorageError(name, error);

const stage = async (
  context: FilesContext,
  documentId: string,
  remote: RemoteFile,
  workspace: Workspace,
  staged: StagedBytes[]
): Promise<StagedBytes> => {
  const { strapi, maxFileSize } = context;
  const size = remote.size * 1000;
  // The size that is told is rounded to 10 bytes.
  if (size > maxFileSize + 10) {
    throw tooLarge(remote.name, size, maxFileSize);
  }
  let target: string | null = null;
  try {
    const directory = await workspace.open();
    target = path.join(directory, String(staged.length));
    const digest = await fetchBytes(context, documentId, remote, target, staged);
    const facts = { name: remote.name, ext: remote.ext ?? '', mime: remote.mime, path: target };
    await assertTypeAllowed(strapi, facts);
    return { ...digest, stored: await storeBytes(strapi, { ...facts, directory }), isKept: false };
  } catch (error) {
    throw toStageError(remote.name, error);
  } finally {
    if (target !== null) {
      await rm(target, { force: true });
    }
  }
};

/**
 * The producer tells of a file that is being replaced with its new bytes and its old type, since
 * Strapi writes the row last. Formats and measures were then made for the wrong type.
 */
const isOfSameType = (remote: RemoteFile, row: FileRow | null): boolean =>
  row?.mime === remote.mime && (row.ext ?? '') === (remote.ext ?? '');

const prepare = async (
  context: FilesContext,
  { documentId, fields, localDocumentId }: FileRequest,
  workspace: Workspace,
  staged: StagedBytes[]
): Promise<PreparedFile> => {
  const { strapi, subscriber } = context;
  const remote = parseRemoteFile(fields);
  const row = localDocumentId === null ? null : await findFileRow(strapi, localDocumentId);
  await assertMayWriteFile(context, row);
  const present = await presentDigest(context, row);
  let bytes: StagedBytes | null = null;
  if (present?.digest !== remote.digest || !isOfSameType(remote, row)) {
    bytes = await stage(context, documentId, remote, workspace, staged);
    staged.push(bytes);
  }
  const folder = await findOrCreateFolder(strapi, remote.folders, subscriber.id);
  const digest = bytes ?? present;
  return { kind: 'ready', remote, folder, digest, bytes, seen: row };
};

/**
 * Files that could not be stored, one after the other: then the next ones would only wait for the
 * same provider, and with them all that the producer sends. They fail with what the last one said.
 */
const MAX_STORAGE_FAILURES = 3;

/**
 * Call it outside transactions. A file that cannot be had fails when it is written, and no other
 * does.
 * @throws ProducerError when the producer cannot be reached, and transient errors of the database
 */
export const prepareFiles = async (
  context: FilesContext,
  requests: FileRequest[]
): Promise<PreparedFiles> => {
  const workspace = createWorkspace();
  const staged: StagedBytes[] = [];
  const prepared = new Map<string, PreparedFile>();
  const dispose = async () => {
    for (const bytes of staged.splice(0)) {
      if (!bytes.isKept) {
        await removeBytes(context.strapi, bytes.stored);
      }
    }
    prepared.clear();
    await workspace.remove();
  };
  const storageErrors: StorageError[] = [];
  const prepareOne = async (request: FileRequest): Promise<PreparedFile> => {
    const last = storageErrors.at(-1);
    if (last && storageErrors.length >= MAX_STORAGE_FAILURES) {
      return { kind: 'failed', error: last };
    }
    try {
      const ready = await prepare(context, request, workspace, staged);
      storageErrors.length = 0;
      return ready;
    } catch (error) {
      if (endsPull(error)) {
        throw error;
      }
      if (error instanceof StorageError) {
        storageErrors.push(error);
      }
      return { kind: 'failed', error };
    }
  };
  try {
    for (const request of requests) {
      prepared.set(request.documentId, await prepareOne(request));
    }
  } catch (error) {
    await dispose();
    throw error;
  }
  return { get: (documentId) => prepared.get(documentId), dispose };
};

/**
 * The part of receiving a file that belongs into the transaction of its event: the row. The bytes
 * are in the provider already ({@link prepareFiles}).
 */
import { sanitize } from '@strapi/utils';
import { omit, pick } from 'lodash';

import type { Core, UID } from '@strapi/strapi';

import { assertMayWriteFile } from './assert-may-write-file';
import type { FilesContext } from './files-context';
import type { PreparedFile, PreparedFiles, StagedBytes } from './prepare-files';
import { removeBytesLater } from './remove-bytes';
import {
  FILE,
  type FileRow,
  findFileRow,
  findSchema,
  forgetDigest,
  saveDigest,
} from '../../documents';
import { inTransaction, runInBackground } from '../../platform';
import { ApplyError } from '../failures';

type Ready = Extract<PreparedFile, { kind: 'ready' }>;

const metadataOf = (strapi: Core.Strapi, { remote, folder }: Ready) => ({
  name: remote.name,
  alternativeText: remote.alternativeText ?? null,
  caption: remote.caption ?? null,
  ...(findSchema(strapi, FILE)?.attributes.focalPoint
    ? { focalPoint: remote.focalPoint ?? null }
    : {}),
  folder: folder?.id ?? null,
  folderPath: folder?.path ?? '/',
});

const bytesOf = ({ remote }: Ready, { stored }: StagedBytes) => ({
  ...omit(stored, 'name'),
  // What is no image that this site can measure keeps the size that it was told to have.
  width: stored.width ?? remote.width ?? null,
  height: stored.height ?? remote.height ?? null,
  previewUrl: stored.previewUrl ?? null,
  provider_metadata: (stored.provider_metadata ?? null) as object | null,
});

/** Tells webhooks of this site, as Strapi's own upload does. */
const emit = async (strapi: Core.Strapi, event: string, row: FileRow): Promise<void> => {
  const media: unknown = await sanitize.sanitizers.defaultSanitizeOutput(
    {
      schema: strapi.getModel(FILE),
      getModel: (uid) => strapi.getModel(uid as UID.Schema),
    },
    { ...row } as unknown as Parameters<typeof sanitize.sanitizers.defaultSanitizeOutput>[1]
  );
  await strapi.eventHub.emit(event, { media });
};

/** A listener of this site that fails must not end the process, nor what has been committed. */
const emitLater = (strapi: Core.Strapi, event: string, row: FileRow): void => {
  runInBackground(() => emit(strapi, event, row)).catch((error: unknown) =>
    strapi.log.warn(`event-streaming: a listener of ${event} failed: ${String(error)}`)
  );
};

/** Nobody has changed the local file since its bytes were looked at. */
const isAsSeen = ({ seen }: Ready, before: FileRow | null): boolean =>
  before !== null &&
  seen?.hash === before.hash &&
  new Date(seen.updatedAt).getTime() === new Date(before.updatedAt).getTime();

const create = (
  { strapi, subscriber }: FilesContext,
  ready: Ready,
  bytes: StagedBytes,
  documentId: string | null
): Promise<FileRow> =>
  strapi.db.query(FILE).create({
    data: {
      ...metadataOf(strapi, ready),
      ...bytesOf(ready, bytes),
      ...(documentId ? { documentId } : {}),
      ...pick(ready.remote, 'createdAt'),
      createdBy: subscriber.id,
      updatedBy: subscriber.id,
    },
  }) as Promise<FileRow>;

const update = (
  { strapi, subscriber }: FilesContext,
  ready: Ready,
  bytes: StagedBytes | null,
  { id }: FileRow
): Promise<FileRow> =>
  strapi.db.query(FILE).update({
    where: { id },
    data: {
      ...metadataOf(strapi, ready),
      ...(bytes ? bytesOf(ready, bytes) : {}),
      updatedBy: subscriber.id,
    },
  }) as Promise<FileRow>;

const requireReady = (prepared: PreparedFile | undefined, documentId: string): Ready => {
  if (prepared?.kind === 'failed') {
    throw prepared.error;
  }
  if (!prepared) {
    throw new ApplyError(
      'dependency',
      `The file ${documentId} was not fetched from the producer. Resync does it.`
    );
  }
  return prepared;
};

const requireBytes = (bytes: StagedBytes | null, name: string): StagedBytes => {
  if (!bytes) {
    throw new ApplyError(
      'dependency',
      `The file "${name}" was deleted on this site while it was being updated. Resync makes it anew.`
    );
  }
  return bytes;
};

/**
 * Creates or updates the local file, in the ambient transaction.
 *
 * @param remoteDocumentId as it was asked for in {@link prepareFiles}
 * @param localDocumentId the id that the file has or is to have here; null: Strapi makes one
 * @returns the local file's id
 * @throws ApplyError, and whatever preparing this file threw
 */
export const writeFile = (
  context: FilesContext,
  files: PreparedFiles,
  remoteDocumentId: string,
  localDocumentId: string | null
): Promise<string> =>
  inTransaction(context.strapi, async ({ onCommit }) => {
    const { strapi } = context;
    const ready = requireReady(files.get(remoteDocumentId), remoteDocumentId);
    const before = localDocumentId === null ? null : await findFileRow(strapi, localDocumentId);
    // An earlier event of the same page may have brought them.
    const bytes = before && before.hash === ready.bytes?.stored.hash ? null : ready.bytes;

    const row = before
      ? await update(context, ready, bytes, before)
      : await create(context, ready, requireBytes(bytes, ready.remote.name), localDocumentId);
    const after = (await findFileRow(strapi, row.documentId)) ?? row;
    if (ready.digest && (ready.bytes ?? isAsSeen(ready, before))) {
      await saveDigest(strapi, after, ready.digest);
    }
    onCommit(() => {
      if (bytes) {
        bytes.isKept = true;
        if (before) {
          removeBytesLater(strapi, before);
        }
      }
      emitLater(strapi, before ? 'media.update' : 'media.create', after);
    });
    return row.documentId;
  });

/** Deletes the local file; one that is not there any more is fine. */
export const deleteFile = (context: FilesContext, localDocumentId: string): Promise<void> =>
  inTransaction(context.strapi, async ({ onCommit }) => {
    const { strapi } = context;
    const row = await findFileRow(strapi, localDocumentId);
    if (!row) {
      return;
    }
    await assertMayWriteFile(context, row);
    await strapi.db.query(FILE).delete({ where: { id: row.id } });
    await forgetDigest(strapi, localDocumentId);
    onCommit(() => {
      removeBytesLater(strapi, row);
      emitLater(strapi, 'media.delete', row);
    });
  });

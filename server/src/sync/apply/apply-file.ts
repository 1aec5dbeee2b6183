import type { Application } from './application';
import type { Provenance } from './write-local';
import { remoteOf, subscriptionTo, usesSameId } from '../apply-context';
import { ProducerError } from '../client';
import { type DocumentLink, saveLink } from '../document-links';
import { ApplyError, type RemoteReference } from '../failures';
import { deleteFile, writeFile } from '../files';
import { FILE, createDocumentId } from '../../documents';
import { runWithStreamContext } from '../../platform';

/** What is to become of a file here. */
export type FileChange =
  /** `isNeeded`: a document that is being applied shows it. */
  { kind: 'write'; isNeeded: boolean } | { kind: 'delete' };

/**
 * Between asking for a file and for its bytes, its last use was taken away, or it was deleted. If
 * a document needs it, bytes that cannot be read are a failure.
 */
const isHidden = (
  { supplies }: Application,
  { documentId }: RemoteReference,
  isNeeded: boolean
): boolean => {
  const prepared = supplies.files.get(documentId);
  const error = prepared?.kind === 'failed' ? prepared.error : null;
  if (error instanceof ApplyError) {
    return error.failure === 'dependency' && !isNeeded;
  }
  return error instanceof ProducerError && error.code === 'file_not_found';
};

/** Nothing shows the file there any more. Here it stays, for others may use it. */
const isOutOfSight = (
  application: Application,
  reference: RemoteReference,
  change: FileChange
): boolean =>
  (change.kind === 'delete' || isHidden(application, reference, change.isNeeded)) &&
  !subscriptionTo(application.context, FILE);

const changeFile = async (
  { context, supplies }: Application,
  { documentId: remoteId }: RemoteReference,
  link: DocumentLink | null,
  change: FileChange,
  { origin, path }: Provenance
): Promise<string | null> => {
  const known = link?.localDocumentId ?? (usesSameId(context, FILE) ? remoteId : null);
  if (known === null && change.kind === 'delete') {
    return null;
  }
  const documentId = known ?? createDocumentId();
  return runWithStreamContext({ origin, path, contentType: FILE, documentId }, async () => {
    if (change.kind === 'delete') {
      await deleteFile(context.files, documentId);
      return null;
    }
    return writeFile(context.files, supplies.files, remoteId, documentId);
  });
};

/**
 * Applies what a file is now: it comes with its bytes, and is written in its own way (decision 6).
 *
 * @returns the id of the file here; null when there is none any more
 * @throws ApplyError, and whatever preparing the file threw
 */
export const applyFile = async (
  application: Application,
  reference: RemoteReference,
  link: DocumentLink | null,
  change: FileChange,
  provenance: Provenance
): Promise<string | null> => {
  const { context } = application;
  const { strapi } = context;
  const remote = remoteOf(context, reference);
  if (isOutOfSight(application, reference, change)) {
    await saveLink(strapi, remote, { appliedSequence: provenance.sequence, state: 'stale' });
    return link?.localDocumentId ?? null;
  }
  const localDocumentId = await changeFile(application, reference, link, change, provenance);
  await saveLink(strapi, remote, {
    localDocumentId,
    appliedSequence: provenance.sequence,
    state: localDocumentId === null ? 'deleted' : 'linked',
  });
  return localDocumentId;
};

/**
 * The file no longer meets the condition of the subscription.
 *
 * @returns the id of the file here; null when there is none any more
 * @throws ApplyError
 */
export const leaveFile = async (
  application: Application,
  reference: RemoteReference,
  link: DocumentLink | null,
  provenance: Provenance
): Promise<string | null> => {
  const { context } = application;
  if (subscriptionTo(context, FILE)?.onLeave === 'delete') {
    return applyFile(application, reference, link, { kind: 'delete' }, provenance);
  }
  await saveLink(context.strapi, remoteOf(context, reference), {
    appliedSequence: provenance.sequence,
    state: 'detached',
  });
  return link?.localDocumentId ?? null;
};

import type { Readable } from 'node:stream';

import type { Core } from '@strapi/strapi';

import { allowedContentTypes } from './closure';
import { type ConsumerRow, isActive } from './consumer-store';
import { type FileRights, mayHaveFile } from './file-access';
import {
  type ByteRange,
  FILE,
  type FileRow,
  FileUnreadableError,
  digestOf,
  findFileRow,
  openFile,
} from '../documents';
import { WireNotFoundError } from '../protocol';

/** The bytes of a file, ready to be sent. */
export interface ServedFile {
  digest: string;
  size: number;
  open(range?: ByteRange): Promise<Readable>;
}

const unreadable = (error: unknown) =>
  error instanceof FileUnreadableError
    ? new WireNotFoundError('file_unreadable', error.message)
    : error;

/** What of the files a consumer may have: those that its documents show, or all. */
export const fileRightsOf = (strapi: Core.Strapi, consumer: ConsumerRow): FileRights => ({
  hasAllFiles: consumer.subscriptions.some(
    (subscription) => subscription.contentType === FILE && isActive(strapi, subscription)
  ),
  contentTypes: [...allowedContentTypes(strapi, consumer).keys()],
});

const findAllowed = async (
  strapi: Core.Strapi,
  consumer: ConsumerRow,
  documentId: string
): Promise<FileRow> => {
  const rights = fileRightsOf(strapi, consumer);
  const row = await findFileRow(strapi, documentId);
  if (!row || !(await mayHaveFile(strapi, rights, row))) {
    // One answer for both: who may not have a file does not learn either that it is there.
    throw new WireNotFoundError(
      'file_not_found',
      'There is no such file, or it belongs to nothing that is approved for this consumer.'
    );
  }
  return row;
};

/** @throws WireNotFoundError `file_not_found`, `file_unreadable` */
export const serveFile = async (
  strapi: Core.Strapi,
  consumer: ConsumerRow,
  documentId: string
): Promise<ServedFile> => {
  const row = await findAllowed(strapi, consumer, documentId);
  try {
    const { digest, size } = await digestOf(strapi, row);
    return {
      digest,
      size,
      open: (range) =>
        openFile(strapi, row, range).catch((error: unknown) => {
          throw unreadable(error);
        }),
    };
  } catch (error) {
    throw unreadable(error);
  }
};

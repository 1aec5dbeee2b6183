import type { Core } from '@strapi/strapi';

import { FILE } from '../streamability';
import { inChunks } from '../../platform';
import type { JsonValue } from '../../protocol';

/** Where a provider keeps one run of bytes: a file, or one of its formats. */
export interface StoredBytes {
  name: string;
  hash: string;
  ext: string | null;
  mime: string;
  url: string;
  provider: string;
  provider_metadata?: JsonValue;
}

/** A row of the upload plugin's files, as the database has it: its URL is never a signed one. */
export interface FileRow extends StoredBytes {
  id: number;
  documentId: string;
  alternativeText: string | null;
  caption: string | null;
  focalPoint?: JsonValue;
  width: number | null;
  height: number | null;
  size: number;
  folderPath: string;
  formats: Record<string, Omit<StoredBytes, 'provider'>> | null;
  createdAt: string | Date;
  updatedAt: string | Date;
}

type Where = Record<string, unknown>;

// The query builder, not `db.query`: reading for the log must not set off find lifecycles.
export const findFileRows = (strapi: Core.Strapi, where: Where): Promise<FileRow[]> =>
  strapi.db
    .queryBuilder(FILE)
    .init({ where, orderBy: { id: 'asc' } })
    .execute<FileRow[]>();

/** However many they are. */
export const findFileRowsByDocument = (
  strapi: Core.Strapi,
  documentIds: string[]
): Promise<FileRow[]> =>
  inChunks(documentIds, (part) => findFileRows(strapi, { documentId: { $in: part } }));

/** Locks the rows until the ambient transaction ends. */
export const lockFileRows = (strapi: Core.Strapi, ids: number[]): Promise<FileRow[]> =>
  inChunks(ids, (part) =>
    strapi.db
      .queryBuilder(FILE)
      .init({ where: { id: { $in: part } }, orderBy: { id: 'asc' } })
      .forUpdate()
      .execute<FileRow[]>()
  );

export const findFileRow = async (
  strapi: Core.Strapi,
  documentId: string
): Promise<FileRow | null> => (await findFileRows(strapi, { documentId }))[0] ?? null;

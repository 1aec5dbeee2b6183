/** Reading whole documents: every version, with components, relations and media. */
import type { Core } from '@strapi/strapi';

import { type DigestMode, readFileDocuments } from './files';
import { FILE, type Schema, findSchema } from './streamability';
import { type DocumentVersion, inOrder } from './version';
import { type Row, toVersion } from './version-form';
import { columnsOf, morphColumns, populateOf, queryRows } from './version-query';
import { inChunks } from '../platform';

/** The ids of a document's rows, one for each version. */
export const findRowIds = async (
  strapi: Core.Strapi,
  uid: string,
  documentId: string
): Promise<number[]> => {
  const rows = await queryRows(strapi, uid, {
    where: { documentId },
    select: ['id'],
    orderBy: { id: 'asc' },
  }).execute<{ id: number }[]>();
  return rows.map(({ id }) => id);
};

/**
 * The number of queries depends on the content type's relations and components, not on how many
 * versions or documents are read.
 */
const readRows = (strapi: Core.Strapi, schema: Schema, documentIds: string[]): Promise<Row[]> =>
  inChunks(documentIds, (part) =>
    queryRows(strapi, schema.uid, {
      where: { documentId: { $in: part } },
      select: [...columnsOf(strapi, schema), ...morphColumns(strapi, schema)],
      populate: populateOf(strapi, schema),
      orderBy: { id: 'asc' },
    }).execute<Row[]>()
  );

/**
 * All versions of each document as they are, by documentId; none of one that does not exist.
 * @param digests of files: `computed` reads their bytes, and is not for transactions
 */
export const readDocumentVersions = async (
  strapi: Core.Strapi,
  uid: string,
  documentIds: string[],
  digests: DigestMode = 'deferred'
): Promise<Map<string, DocumentVersion[]>> => {
  if (uid === FILE) {
    return readFileDocuments(strapi, documentIds, digests);
  }
  const documents = new Map<string, DocumentVersion[]>(documentIds.map((id) => [id, []]));
  const schema = findSchema(strapi, uid);
  if (schema) {
    for (const row of await readRows(strapi, schema, documentIds)) {
      documents.get(row.documentId as string)?.push(toVersion(strapi, schema, row));
    }
  }
  documents.forEach((versions) => versions.sort(inOrder));
  return documents;
};

/** All versions of one document as they are; none when it does not exist. */
export const readVersions = async (
  strapi: Core.Strapi,
  uid: string,
  documentId: string
): Promise<DocumentVersion[]> =>
  (await readDocumentVersions(strapi, uid, [documentId])).get(documentId) ?? [];

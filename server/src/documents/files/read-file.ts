/**
 * The version form of a file. Nothing of where this site keeps it travels: no URL, no provider, no
 * formats, and folders by their names, since their ids are each site's own.
 */
import type { Core } from '@strapi/strapi';

import { digestOf } from './digest';
import { type FileRow, findFileRowsByDocument, lockFileRows } from './file-row';
import { FileUnreadableError } from './open-file';
import { FILE, findSchema } from '../streamability';
import type { DocumentVersion } from '../version';
import { inChunks } from '../../platform';
import type { DocumentFields } from '../../protocol';

const FOLDER = 'plugin::upload.folder';

/**
 * `computed`: the bytes are read if need be; null when they cannot be. `deferred`: `at-<updatedAt>`
 * stands for it, which reads nothing and yet differs once the file was replaced, for capture.
 */
export type DigestMode = 'computed' | 'deferred';

/** `/1/5` → `['/1', '/1/5']` */
const pathsTo = (folderPath: string): string[] => {
  const parts = folderPath.split('/').filter(Boolean);
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`);
};

/** Folder paths (of the ids that each site gives) as paths of names: `/Products/2024`. */
const folderNames = async (
  strapi: Core.Strapi,
  folderPaths: string[]
): Promise<Map<string, string>> => {
  const paths = [...new Set(folderPaths.flatMap(pathsTo))];
  const folders = await inChunks(paths, (part) =>
    strapi.db
      .queryBuilder(FOLDER)
      .init({ where: { path: { $in: part } }, select: ['id', 'path', 'name'] })
      .execute<{ path: string; name: string }[]>()
  );
  const names = new Map(folders.map(({ path, name }) => [path, name]));
  return new Map(
    folderPaths.map((folderPath) => [
      folderPath,
      `/${pathsTo(folderPath)
        .flatMap((path) => names.get(path) ?? [])
        .join('/')}`,
    ])
  );
};

const toIso = (value: string | Date): string => new Date(value).toISOString();

/** @param silent providers that have gone silent meanwhile: they are not waited for once more */
const digestField = async (
  strapi: Core.Strapi,
  row: FileRow,
  mode: DigestMode,
  silent: Set<string>
): Promise<string | null> => {
  if (mode === 'deferred') {
    return `at-${toIso(row.updatedAt)}`;
  }
  try {
    return (await digestOf(strapi, row, { mayRead: !silent.has(row.provider) })).digest;
  } catch (error) {
    if (!(error instanceof FileUnreadableError)) {
      throw error;
    }
    if (error.isSilence) {
      silent.add(row.provider);
    }
    // Said by null, which costs this file and no other document.
    strapi.log.warn(`event-streaming: ${error.message}`);
    return null;
  }
};

/** The fields of a file as they travel. */
export const fileFields = (
  strapi: Core.Strapi,
  row: FileRow,
  { folderPath, digest }: { folderPath: string; digest: string | null }
): DocumentFields => ({
  name: row.name,
  alternativeText: row.alternativeText,
  caption: row.caption,
  ...(findSchema(strapi, FILE)?.attributes.focalPoint
    ? { focalPoint: row.focalPoint ?? null }
    : {}),
  width: row.width,
  height: row.height,
  ext: row.ext,
  mime: row.mime,
  size: row.size,
  hash: row.hash,
  folderPath,
  digest,
  createdAt: toIso(row.createdAt),
  updatedAt: toIso(row.updatedAt),
});

const toVersions = async (
  strapi: Core.Strapi,
  rows: FileRow[],
  mode: DigestMode
): Promise<{ documentId: string; version: DocumentVersion }[]> => {
  const folders = await folderNames(
    strapi,
    rows.map(({ folderPath }) => folderPath)
  );
  const versions: { documentId: string; version: DocumentVersion }[] = [];
  const silent = new Set<string>();
  for (const row of rows) {
    const digest = await digestField(strapi, row, mode, silent);
    const folderPath = folders.get(row.folderPath) ?? '/';
    versions.push({
      documentId: row.documentId,
      version: {
        locale: null,
        status: null,
        fields: fileFields(strapi, row, { folderPath, digest }),
      },
    });
  }
  return versions;
};

/** Each file's one version, by documentId; none of a file that does not exist. */
export const readFileDocuments = async (
  strapi: Core.Strapi,
  documentIds: string[],
  mode: DigestMode
): Promise<Map<string, DocumentVersion[]>> => {
  const documents = new Map<string, DocumentVersion[]>(documentIds.map((id) => [id, []]));
  const rows = await findFileRowsByDocument(strapi, documentIds);
  for (const { documentId, version } of await toVersions(strapi, rows, mode)) {
    documents.set(documentId, [version]);
  }
  return documents;
};

export const readFileVersions = async (
  strapi: Core.Strapi,
  documentId: string,
  mode: DigestMode
): Promise<DocumentVersion[]> =>
  (await readFileDocuments(strapi, [documentId], mode)).get(documentId) ?? [];

/** Locks files until the ambient transaction ends, and reads them, for capture (decision 0002). */
export const lockFileVersions = async (
  strapi: Core.Strapi,
  ids: number[]
): Promise<DocumentVersion[]> => {
  const rows = await lockFileRows(strapi, ids);
  return (await toVersions(strapi, rows, 'deferred')).map(({ version }) => version);
};

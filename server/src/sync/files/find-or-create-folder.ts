/**
 * Folders of the Media Library by their names: their ids are each site's own. Outside
 * transactions, since two processes may make the same folder at once, and one is then refused.
 */
import type { Core } from '@strapi/strapi';

import { isUniqueViolation } from '../../platform';

const FOLDER = 'plugin::upload.folder';
const ATTEMPTS = 5;

export interface Folder {
  id: number;
  path: string;
}

interface FolderService {
  create(
    data: { name: string; parent: number | null },
    options: { user: { id: number } }
  ): Promise<Folder>;
}

const findFolder = (
  strapi: Core.Strapi,
  name: string,
  parent: number | null
): Promise<Folder | null> =>
  strapi.db.query(FOLDER).findOne({
    select: ['id', 'path'],
    where: { name, parent: parent === null ? { id: { $null: true } } : { id: parent } },
    orderBy: { id: 'asc' },
  }) as Promise<Folder | null>;

const findOrCreate = async (
  strapi: Core.Strapi,
  name: string,
  parent: number | null,
  authorId: number
): Promise<Folder> => {
  for (let attempt = 1; ; attempt += 1) {
    const found = await findFolder(strapi, name, parent);
    if (found) {
      return found;
    }
    try {
      return await strapi
        .plugin('upload')
        .service<FolderService>('folder')
        .create({ name, parent }, { user: { id: authorId } });
    } catch (error) {
      // Strapi counts folder ids by itself, so anybody's new folder can be the one in the way.
      if (!isUniqueViolation(error) || attempt === ATTEMPTS) {
        throw error;
      }
    }
  }
};

/** @returns null for the top of the library */
export const findOrCreateFolder = async (
  strapi: Core.Strapi,
  names: string[],
  authorId: number
): Promise<Folder | null> => {
  let folder: Folder | null = null;
  for (const name of names) {
    folder = await findOrCreate(strapi, name, folder?.id ?? null, authorId);
  }
  return folder;
};

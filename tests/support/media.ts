import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import type { Core } from '@strapi/strapi';
import sharp from 'sharp';

import type { FileRow } from '../../server/src/documents';

/** A picture that differs with its colour. */
export const png = (width: number, height: number, color: string): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: color } })
    .png()
    .toBuffer();

interface Upload {
  name: string;
  mime: string;
  bytes: Buffer;
  folder?: number;
  /** Replaces the bytes of this file. */
  replaces?: number;
}

/** Uploads a file as the Media Library does. */
export const uploadFile = async (
  strapi: Core.Strapi,
  { name, mime, bytes, folder, replaces }: Upload
): Promise<FileRow> => {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'es-upload-'));
  const filepath = path.join(directory, 'bytes');
  await writeFile(filepath, bytes);
  const file = { filepath, originalFilename: name, mimetype: mime, size: bytes.length };
  const service = strapi.plugin('upload').service('upload');
  try {
    if (replaces !== undefined) {
      return (await service.replace(replaces, { data: { fileInfo: {} }, file })) as FileRow;
    }
    const [row] = (await service.upload({
      data: { fileInfo: { name, folder } },
      files: file,
    })) as FileRow[];
    if (!row) throw new Error('Nothing was uploaded.');
    return row;
  } finally {
    await rm(directory, { recursive: true });
  }
};

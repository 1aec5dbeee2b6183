/**
 * Puts bytes into this site's upload provider, as they are: Strapi's own upload would re-encode
 * images. Smaller formats are made here, by this site's settings.
 */
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';

import { file as fileUtils } from '@strapi/utils';
import { pick } from 'lodash';

import type { Core } from '@strapi/strapi';

import { deleteAll, providerName } from './remove-bytes';
import type { FileRow } from '../../documents';
import { isShortage } from '../../platform';

export type StoredFile = Pick<
  FileRow,
  | 'name'
  | 'hash'
  | 'ext'
  | 'mime'
  | 'url'
  | 'provider'
  | 'provider_metadata'
  | 'size'
  | 'width'
  | 'height'
  | 'formats'
> & { previewUrl?: string | null };

/** What the upload plugin hands from service to service and to the provider. */
interface UploadFile {
  name: string;
  hash: string;
  ext: string;
  mime: string;
  /** In kB. */
  size: number;
  sizeInBytes: number;
  width?: number | null;
  height?: number | null;
  filepath?: string;
  tmpWorkingDirectory?: string;
  url?: string;
  previewUrl?: string;
  provider_metadata?: FileRow['provider_metadata'];
  getStream(): NodeJS.ReadableStream;
}

interface ImageManipulation {
  generateFileName(name: string): string;
  isImage(file: UploadFile): Promise<boolean>;
  isResizableImage(file: UploadFile): Promise<boolean>;
  getDimensions(file: UploadFile): Promise<{ width: number | null; height: number | null }>;
  generateThumbnail(file: UploadFile): Promise<UploadFile | null>;
  generateResponsiveFormats(
    file: UploadFile
  ): Promise<({ key: string; file: UploadFile } | undefined)[]>;
}

interface ProviderService {
  checkFileSize(file: UploadFile): Promise<void>;
  upload(file: UploadFile): Promise<void>;
}

const images = (strapi: Core.Strapi) =>
  strapi.plugin('upload').service<ImageManipulation>('image-manipulation');

const provider = (strapi: Core.Strapi) =>
  strapi.plugin('upload').service<ProviderService>('provider');

/** The smaller formats of an image, made as files in `directory`; none of what is no image. */
const makeFormats = async (
  strapi: Core.Strapi,
  file: UploadFile
): Promise<Record<string, UploadFile>> => {
  const service = images(strapi);
  try {
    if (!(await service.isImage(file))) {
      return {};
    }
    Object.assign(file, await service.getDimensions(file));
    if (!(await service.isResizableImage(file))) {
      return {};
    }
    const thumbnail = await service.generateThumbnail(file);
    const formats = await service.generateResponsiveFormats(file);
    return {
      ...(thumbnail ? { thumbnail } : {}),
      ...Object.fromEntries(
        formats.flatMap((format) => (format ? [[format.key, format.file]] : []))
      ),
    };
  } catch (error) {
    if (isShortage(error)) {
      throw error;
    }
    // A picture that is broken here is broken on the producer too: it arrives as it is.
    strapi.log.warn(
      `event-streaming: no formats could be made of the file "${file.name}": ${String(error)}`
    );
    return {};
  }
};

const FORMAT_PROPERTIES = [
  'name',
  'hash',
  'ext',
  'mime',
  'path',
  'width',
  'height',
  'size',
  'sizeInBytes',
  'url',
  'provider_metadata',
];

/**
 * @param directory for what is made on the way; what is in it may be overwritten
 * @throws whatever the provider throws; then none of the bytes stay there
 */
export const storeBytes = async (
  strapi: Core.Strapi,
  {
    name,
    ext,
    mime,
    path,
    directory,
  }: { name: string; ext: string; mime: string; path: string; directory: string }
): Promise<StoredFile> => {
  const { size: bytes } = await stat(path);
  const baseName = ext !== '' && name.endsWith(ext) ? name.slice(0, -ext.length) : name;
  const main: UploadFile = {
    name,
    // Never a hash that is in use: nothing is overwritten.
    hash: images(strapi).generateFileName(baseName),
    ext,
    mime,
    size: fileUtils.bytesToKbytes(bytes),
    sizeInBytes: bytes,
    filepath: path,
    tmpWorkingDirectory: directory,
    getStream: () => createReadStream(path),
  };
  await provider(strapi).checkFileSize(main);
  const formats = await makeFormats(strapi, main);

  const uploaded: UploadFile[] = [];
  try {
    for (const file of [main, ...Object.values(formats)]) {
      const { filepath } = file;
      uploaded.push(file);
      await provider(strapi).upload(file);
      if (file !== main && filepath) {
        await rm(filepath, { force: true });
      }
    }
  } catch (error) {
    await deleteAll(strapi, uploaded).catch((reason: unknown) =>
      strapi.log.warn(`event-streaming: bytes of "${name}" were left behind: ${String(reason)}`)
    );
    throw error;
  }
  return {
    ...pick(main, ['name', 'hash', 'ext', 'mime', 'size', 'previewUrl', 'provider_metadata']),
    url: main.url ?? '',
    provider: providerName(strapi),
    width: main.width ?? null,
    height: main.height ?? null,
    formats:
      Object.keys(formats).length === 0
        ? null
        : (Object.fromEntries(
            Object.entries(formats).map(([key, file]) => [key, pick(file, FORMAT_PROPERTIES)])
          ) as FileRow['formats']),
  };
};

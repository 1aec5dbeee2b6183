import type { Core } from '@strapi/strapi';

import type { FileRow, StoredBytes } from '../../documents';
import { runInBackground } from '../../platform';

/** The upload provider that this site uses now. */
export const providerName = (strapi: Core.Strapi): string =>
  strapi.config.get<string>('plugin::upload.provider');

/** Deletes files and formats from the upload provider, whichever it is. */
export const deleteAll = async (strapi: Core.Strapi, files: object[]): Promise<void> => {
  const { provider: store } = strapi.plugin('upload') as unknown as {
    provider: { delete(file: object): Promise<unknown> };
  };
  for (const file of files) {
    await store.delete(file);
  }
};

/** Removes bytes and formats; those of another provider than today's stay, as Strapi does it. */
export const removeBytes = async (
  strapi: Core.Strapi,
  file: Pick<StoredBytes, 'name' | 'provider' | 'hash'> & { formats: FileRow['formats'] }
): Promise<void> => {
  if (file.provider !== providerName(strapi)) {
    return;
  }
  try {
    await deleteAll(strapi, [file, ...Object.values(file.formats ?? {})]);
  } catch (error) {
    // Nothing refers to them any more; they only take up space.
    strapi.log.warn(
      `event-streaming: the bytes of the file "${file.name}" (${file.hash}) could not be removed ` +
        `from the provider ${file.provider}: ${String(error)}`
    );
  }
};

/** For `onCommit`, which waits for nothing. */
export const removeBytesLater = (
  strapi: Core.Strapi,
  file: Parameters<typeof removeBytes>[1]
): void => {
  void runInBackground(() => removeBytes(strapi, file));
};

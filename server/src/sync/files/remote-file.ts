/** The fields of a file as a producer tells them, checked before anything is made of them. */
import { z } from '@strapi/utils';

import { ApplyError } from '../failures';
import type { DocumentFields, JsonValue } from '../../protocol';

const text = z.string().max(100_000).nullish();
const pixels = z.number().int().nonnegative().nullish();

const remoteFile = z.object({
  name: z.string().min(1).max(255),
  alternativeText: text,
  caption: text,
  focalPoint: z.unknown().optional(),
  width: pixels,
  height: pixels,
  // It becomes part of a path: one dot, and nothing that means something to a file system.
  ext: z
    .string()

    .regex(/^(\.[^./\\<>:"|?*\u0000-\u001f]{1,60})?$/)
    .nullish(),
  mime: z.string().min(1).max(255),
  size: z.coerce.number().nonnegative(),
  folderPath: z
    .string()
    .startsWith('/')
    .max(10_000)
    .transform((path) => path.split('/').filter(Boolean)),
  digest: z
    .string()
    .regex(/^sha256-[0-9a-f]{64}$/)
    .nullable(),
  createdAt: z.iso.datetime({ offset: true }).optional(),
});

export type RemoteFile = Omit<z.infer<typeof remoteFile>, 'digest' | 'folderPath'> & {
  digest: string;
  /** Names, from the outermost. */
  folders: string[];
};

/**
 * @throws ApplyError when they are not those of a file, or the producer has lost the bytes
 */
export const parseRemoteFile = (fields: DocumentFields): RemoteFile => {
  const result = remoteFile.safeParse(fields);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new ApplyError(
      'schema',
      `The producer describes the file ${describe(fields.name)} in a way that this site does not ` +
        `understand (${issue?.path.join('.')}: ${issue?.message}).`
    );
  }
  const { digest, folderPath, ...rest } = result.data;
  if (digest === null) {
    throw new ApplyError(
      'dependency',
      `The bytes of the file "${rest.name}" cannot be read on the producer: they are missing, or ` +
        'its upload provider does not give them. Mend that there, then resync.'
    );
  }
  return { ...rest, digest, folders: folderPath };
};

const describe = (name: JsonValue | undefined): string =>
  typeof name === 'string' ? `"${name.slice(0, 255)}"` : '';

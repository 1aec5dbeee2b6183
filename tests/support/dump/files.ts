import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { Json } from './scalars';
import type { Row } from './tables';

const digest = (file: string): string => {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex');
  } catch {
    return 'missing';
  }
};

const text = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

const size = (value: unknown): number | null => (value === null ? null : Number(value));

/** A file as a reader of the site sees it. Its id, hash and URL are the site's own matter. */
export const canonicalFile = (uploads: string, file: Row): Json => ({
  name: text(file.name),
  alternativeText: text(file.alternative_text),
  caption: text(file.caption),
  ext: text(file.ext),
  mime: text(file.mime),
  width: size(file.width),
  height: size(file.height),
  sha256: digest(path.join(uploads, path.basename(String(file.url)))),
});

import { copyFile, readdir, rm } from 'node:fs/promises';
import path from 'node:path';

import type { Operation } from '../support/operations';
import type { PreparedSite } from './stage';

const databaseFile = ({ site }: PreparedSite): string => {
  const file = site.database.env.DATABASE_FILENAME;
  if (!file) throw new Error('Shrinking goes back to a copy of the database, a file of SQLite.');
  return file;
};

const withStopped = async (prepared: PreparedSite, change: () => Promise<void>) => {
  await prepared.site.stop();
  await prepared.db.destroy();
  await change();
  prepared.db.initialize();
  await prepared.site.restart();
};

/** Remembers a site as it is; the answer puts it back. */
export const checkpoint = async (prepared: PreparedSite): Promise<() => Promise<void>> => {
  const file = databaseFile(prepared);
  const kept = `${file}.kept`;
  const uploads = path.join(prepared.site.directory, 'public', 'uploads');
  await withStopped(prepared, () => copyFile(file, kept));

  return () =>
    withStopped(prepared, async () => {
      await copyFile(kept, file);
      for (const name of await readdir(uploads)) await rm(path.join(uploads, name));
    });
};

/**
 * Takes operations away, many at once and then fewer, as long as what is left still `fails`: the
 * simple half of delta debugging (Zeller, Hildebrandt 2002).
 */
export const shrink = async (
  all: readonly Operation[],
  fails: (some: readonly Operation[]) => Promise<boolean>
): Promise<readonly Operation[]> => {
  let left = all;
  for (let size = Math.ceil(all.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let start = 0; start < left.length; ) {
      const fewer = [...left.slice(0, start), ...left.slice(start + size)];
      if (fewer.length > 0 && (await fails(fewer))) left = fewer;
      else start += size;
    }
  }
  return left;
};

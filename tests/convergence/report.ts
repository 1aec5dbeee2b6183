import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import type { SyncLog } from '../../server/src/protocol';
import type { Played } from './play';
import type { TwoSites } from './two-sites';

const MOST_LINES = 40;

/** What stands in the way of equality by the consumer's own account. */
export const unsettled = async ({ consumer }: TwoSites): Promise<SyncLog[]> => {
  const { data } = await consumer.api.streaming.syncLogs({
    filters: { status: { $in: ['failed', 'waiting', 'retrying'] } },
    sort: 'sequence:ASC',
    pageSize: 100,
  });
  return data;
};

const toLine = (log: SyncLog): string =>
  `${log.sequence} ${log.status} (${log.cause}) ${log.action} ${log.contentType} ` +
  `${log.documentId} ${log.locale}: ${log.error}`;

const some = (title: string, lines: readonly string[]): string =>
  [
    `${lines.length} ${title}`,
    ...lines.slice(0, MOST_LINES),
    ...(lines.length > MOST_LINES ? ['…'] : []),
  ].join('\n  ');

/** All operations so far, to be played again: from the first, on fresh sites. */
export const writeOperations = async ({ operations }: Played, name: string): Promise<string> => {
  const file = path.join(os.tmpdir(), `${name}.json`);
  await writeFile(file, `[\n${operations.map((each) => JSON.stringify(each)).join(',\n')}\n]\n`);
  return file;
};

/** Throws, with all that helps to find the reason, unless the two sites are in step. */
export const assertInStep = async (
  sites: TwoSites,
  played: Played,
  name: string
): Promise<void> => {
  const differences = await sites.differences();
  const logs = await unsettled(sites);
  if (differences.length === 0 && logs.length === 0) return;

  const file = await writeOperations(played, name);
  throw new Error(
    [
      `${name}: the sites are not in step.`,
      some('differences:', differences),
      some('sync logs that failed or wait:', logs.map(toLine)),
      some("problems in the consumer's log:", sites.consumer.site.log.problems()),
      `CONVERGENCE_REPLAY=${file} npm run test:convergence plays the operations again.`,
    ].join('\n')
  );
};

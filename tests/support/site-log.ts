import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';

const PROBLEM = /^\[[^\]]+\] (warn|error|fatal):/;

/** What a site wrote, in a file for people and in memory for assertions. */
export interface SiteLog {
  readonly file: string;
  /** Every line so far, without colours, over all runs of the site. */
  lines(): readonly string[];
  /** What Strapi logged at level warn or above, and all that went to standard error. */
  problems(): readonly string[];
  tail(count: number): string;
  /** Follows one stream of one run; `onLine` sees each line as well. */
  follow(stream: Readable, from: 'stdout' | 'stderr', onLine?: (line: string) => void): void;
  close(): Promise<void>;
}

export const createSiteLog = (file: string): SiteLog => {
  const output = createWriteStream(file, { flags: 'a' });
  const lines: string[] = [];
  const problems: string[] = [];

  return {
    file,
    lines: () => lines,
    problems: () => problems,
    tail: (count) => lines.slice(-count).join('\n'),
    follow(stream, from, onLine) {
      createInterface({ input: stream, crlfDelay: Infinity }).on('line', (coloured) => {
        const line = stripVTControlCharacters(coloured);
        output.write(`${line}\n`);
        lines.push(line);
        if (from === 'stderr' || PROBLEM.test(line)) problems.push(line);
        onLine?.(line);
      });
    },
    close: () => new Promise((resolve) => output.end(() => resolve())),
  };
};

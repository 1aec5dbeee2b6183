/**
 * Two Strapi sites on this machine: what an editor saves on the producer appears on the consumer.
 * Everything lives in scratch folders and is gone when the demo ends.
 */
import { createRandom } from '../support/seed';
import { streamOnce } from './once';
import type { DemoOptions } from './options';
import { parseOptions, USAGE } from './options';
import { say, styled } from './print';
import type { DemoSites } from './sites';
import { buildWhatIsMissing, introduce, openSites } from './sites';
import { watchForEver } from './watcher';
import { writeForEver } from './writer';

const INTERRUPTED = 130;

/** The first signal stops in order; a second one ends at once, and the sites end by themselves. */
const stopOnSignals = (): AbortSignal => {
  const stopping = new AbortController();
  const stop = () => {
    if (stopping.signal.aborted) process.exit(INTERRUPTED);
    say(styled('dim', '\nStopping …'));
    stopping.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return stopping.signal;
};

const streamForEver = async (sites: DemoSites, signal: AbortSignal): Promise<void> => {
  say(
    styled('dim', 'Edit notes and items on the producer yourself, too. Ctrl-C stops the demo.\n')
  );
  await Promise.all([
    writeForEver(sites.producer.api, createRandom(Date.now()), signal),
    watchForEver(sites.consumer.api, signal),
  ]);
};

const runDemo = async (
  options: Exclude<DemoOptions, { kind: 'help' }>,
  signal: AbortSignal
): Promise<number> => {
  const adminPanel = options.kind === 'stream';
  await buildWhatIsMissing({ adminPanel }, signal);
  say(styled('dim', 'Starting two sites …\n'));
  const sites = await openSites({ adminPanel }, signal);

  try {
    introduce(sites);
    if (options.kind === 'once') return (await streamOnce(sites, options.count, signal)) ? 0 : 1;
    await streamForEver(sites, signal);
    return 0;
  } finally {
    await sites.close();
  }
};

const main = async (): Promise<number> => {
  const options = parseOptions(process.argv.slice(2));
  if (options.kind === 'help') {
    say(USAGE);
    return 0;
  }

  const signal = stopOnSignals();
  try {
    return await runDemo(options, signal);
  } catch (error) {
    // What was interrupted fails in many ways; none of them is news.
    if (!signal.aborted) throw error;
    return options.kind === 'stream' ? 0 : INTERRUPTED;
  }
};

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    say(styled('red', error instanceof Error ? error.message : String(error)));
    process.exitCode = 1;
  }
);

import { parseArgs } from 'node:util';

export const USAGE = `npm run demo                    two sites that stream until Ctrl-C, with admin panels
npm run demo -- --once          streams a fixed set, checks that both sides are equal, ends
npm run demo -- --once --count 200
                                the same with 200 notes, to measure latency`;

export type DemoOptions = { kind: 'stream' } | { kind: 'once'; count: number } | { kind: 'help' };

const DEFAULT_COUNT = 12;

/** Throws an error that tells the usage when the arguments make no sense. */
export const parseOptions = (args: string[]): DemoOptions => {
  const { values } = parseArgs({
    args,
    options: {
      once: { type: 'boolean', default: false },
      count: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return { kind: 'help' };
  if (!values.once) {
    if (values.count !== undefined) throw new Error('--count belongs to --once.');
    return { kind: 'stream' };
  }

  const count = values.count === undefined ? DEFAULT_COUNT : Number(values.count);
  if (!Number.isInteger(count) || count < 1 || count > 10_000) {
    throw new Error(`--count is "${values.count}": use a whole number from 1 to 10000.`);
  }
  return { kind: 'once', count };
};

import { setTimeout as delay } from 'node:timers/promises';

export interface UntilOptions {
  /** Milliseconds to go on asking. */
  timeout?: number;
  /** Milliseconds between two questions. */
  interval?: number;
  /** What is waited for, as the error tells it. */
  what?: string;
  signal?: AbortSignal;
}

type Falsy = false | 0 | '' | null | undefined;

/**
 * Asks `condition` until its answer is truthy, and returns that answer. A condition that throws
 * is asked again: what is not there yet often answers with an error. When time is up, the error
 * names what was waited for and the last answer, so that a red test explains itself.
 */
export const until = async <T>(
  condition: () => T | Promise<T>,
  { timeout = 40_000, interval = 50, what = 'the condition to hold', signal }: UntilOptions = {}
): Promise<Exclude<Awaited<T>, Falsy>> => {
  const deadline = performance.now() + timeout;
  let last: { kind: 'answer'; value: unknown } | { kind: 'error'; error: unknown };

  do {
    signal?.throwIfAborted();
    try {
      const value = await condition();
      if (value) return value as Exclude<Awaited<T>, Falsy>;
      last = { kind: 'answer', value };
    } catch (error) {
      last = { kind: 'error', error };
    }
    await delay(interval, undefined, { signal });
  } while (performance.now() < deadline);

  const told =
    last.kind === 'answer'
      ? `last answer: ${String(last.value)}`
      : `last error: ${last.error instanceof Error ? last.error.message : String(last.error)}`;
  throw new Error(`Waited ${timeout} ms for ${what}; ${told}`, {
    cause: last.kind === 'error' ? last.error : undefined,
  });
};

/**
 * Work that goes on beside requests. It must not inherit the async context of whoever started it:
 * inside an HTTP request the document service caches row ids, and inside a transaction that has
 * ended Strapi would still use the dead one (strapi-facts §1, §4).
 */
import { AsyncResource } from 'node:async_hooks';

// Made when the module is loaded, which is outside every request and transaction.
const outside = new AsyncResource('event-streaming');

export const runInBackground = <T>(work: () => Promise<T>): Promise<T> =>
  outside.runInAsyncScope(work);

export interface Tasks {
  /** Starts work that nobody waits for. */
  run(work: () => Promise<void>): void;
  /** Aborted by `stop`. */
  signal: AbortSignal;
  /** Starts nothing new, and resolves when all that was started has ended. */
  stop(): Promise<void>;
}

/** Single pieces of background work, which must end before the database connection does. */
export const createTasks = (onError: (error: unknown) => void): Tasks => {
  const running = new Set<Promise<void>>();
  const end = new AbortController();

  return {
    signal: end.signal,
    run(work) {
      if (end.signal.aborted) {
        return;
      }
      const task = runInBackground(work)
        .catch(onError)
        .finally(() => running.delete(task));
      running.add(task);
    },
    async stop() {
      end.abort();
      await Promise.all(running);
    },
  };
};

export interface Loop<T> {
  start(): void;
  /** Runs soon: at once, or again after the run that is under way. */
  wake(): void;
  /** The result of a whole run that begins after this call. */
  runNow(): Promise<T>;
  /** Resolves when the run that is under way has ended. */
  stop(): Promise<void>;
}

export interface Occasion {
  /** Woken or asked for, not only due. */
  isAskedFor: boolean;
  /** Aborted by `stop`: end soon. */
  signal: AbortSignal;
}

interface Waiter<T> {
  resolve(value: T): void;
  reject(error: unknown): void;
}

/**
 * A task that runs at once, then every `intervalMs` and whenever it is woken, never twice at a
 * time. Its errors go to `onError` and to who asked by `runNow`; they do not end the loop.
 */
export const createLoop = <T>({
  run,
  intervalMs,
  onError,
}: {
  run: (occasion: Occasion) => Promise<T>;
  intervalMs: number;
  onError: (error: unknown) => void;
}): Loop<T> => {
  const end = new AbortController();
  let state: 'idle' | 'running' | 'stopped' = 'idle';
  let woken = false;
  let endPause: () => void = () => {};
  let waiters: Waiter<T>[] = [];
  let done: Promise<void> = Promise.resolve();

  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, intervalMs);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const runOnce = async () => {
    const served = waiters;
    const isAskedFor = woken;
    waiters = [];
    woken = false;
    try {
      const result = await run({ isAskedFor, signal: end.signal });
      served.forEach(({ resolve }) => resolve(result));
    } catch (error) {
      onError(error);
      served.forEach(({ reject }) => reject(error));
    }
  };

  const cycle = async () => {
    while (state === 'running') {
      await runOnce();
      if (state === 'running' && !woken) {
        await pause();
      }
    }
    waiters.forEach(({ reject }) => reject(new Error('The site is shutting down.')));
    waiters = [];
  };

  const wake = () => {
    woken = true;
    endPause();
  };

  return {
    start() {
      if (state === 'idle') {
        state = 'running';
        done = runInBackground(cycle);
      }
    },
    wake,
    runNow() {
      if (state !== 'running') {
        return Promise.reject(new Error('The site is shutting down.'));
      }
      return new Promise<T>((resolve, reject) => {
        waiters.push({ resolve, reject });
        wake();
      });
    },
    async stop() {
      state = 'stopped';
      end.abort();
      wake();
      await done;
    },
  };
};

import { setImmediate } from 'node:timers/promises';

const MAX_MS = 20;

/**
 * Lets others have their turn during work that takes long and waits for nothing: to be awaited
 * between two parts of it.
 */
export const createPauses = (): (() => Promise<void>) => {
  let since = performance.now();
  return async () => {
    if (performance.now() - since > MAX_MS) {
      await setImmediate();
      since = performance.now();
    }
  };
};

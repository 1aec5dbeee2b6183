import { createLoop } from '../../server/src/platform';
import { until } from '../support/until';

const HOUR = 3_600_000;

describe('a background loop', () => {
  it('runs at once, again when woken, and never twice at a time', async () => {
    let runs = 0;
    let under = 0;
    let most = 0;
    const loop = createLoop({
      intervalMs: HOUR,
      onError: () => {},
      async run() {
        under += 1;
        most = Math.max(most, under);
        await new Promise((resolve) => setTimeout(resolve, 5));
        under -= 1;
        runs += 1;
      },
    });
    loop.start();
    await until(() => runs === 1);

    loop.wake();
    loop.wake();
    await until(() => runs === 2);
    await Promise.all([loop.runNow(), loop.runNow()]);
    await loop.stop();

    expect(most).toBe(1);
  });

  it('a wake during a run leads to another run', async () => {
    let runs = 0;
    let go: () => void = () => {};
    const loop = createLoop({
      intervalMs: HOUR,
      onError: () => {},
      async run() {
        runs += 1;
        await new Promise<void>((resolve) => {
          go = resolve;
        });
      },
    });
    loop.start();
    await until(() => runs === 1);
    loop.wake();
    go();
    await until(() => runs === 2);
    go();
    await loop.stop();
  });

  it('a run knows whether it was asked for', async () => {
    const asked: boolean[] = [];
    const loop = createLoop({
      intervalMs: HOUR,
      onError: () => {},
      run({ isAskedFor }) {
        asked.push(isAskedFor);
        return Promise.resolve();
      },
    });
    loop.start();
    // While the first run, which nobody asked for, is under way.
    await loop.runNow();
    loop.wake();
    await until(() => asked.length === 3);
    await loop.stop();

    expect(asked).toEqual([false, true, true]);
  });

  it('goes on after an error, which reaches who asked for the run', async () => {
    const errors: unknown[] = [];
    let fails = false;
    const loop = createLoop({
      intervalMs: HOUR,
      onError: (error) => errors.push(error),
      run: () => (fails ? Promise.reject(new Error('no')) : Promise.resolve('yes')),
    });
    loop.start();

    await expect(loop.runNow()).resolves.toBe('yes');
    fails = true;
    await expect(loop.runNow()).rejects.toThrow('no');
    fails = false;
    await expect(loop.runNow()).resolves.toBe('yes');
    await loop.stop();

    expect(errors).toEqual([new Error('no')]);
    await expect(loop.runNow()).rejects.toThrow('shutting down');
  });
});

import { randomInt } from 'node:crypto';

/** Randomness that can be played again: the same seed gives the same values. */
export interface Random {
  readonly seed: number;
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number;
  /** True with the given chance. */
  chance(probability: number): boolean;
  pick<T>(values: readonly T[]): T;
  shuffle<T>(values: readonly T[]): T[];
  /** Letters, digits, spaces and a few characters that software trips over. */
  text(length: number): string;
}

const LETTERS = [...'abcdefghij klmnopqrst uvwxyz ABCDEF 0123456789 äßéñ日本語🙂"\'\\%_<&'];

/** mulberry32: 32 bits of state are enough to choose test data. */
const mulberry32 = (seed: number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

export const createRandom = (seed: number): Random => {
  const next = mulberry32(seed);
  const integer = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  const pick = <T>(values: readonly T[]): T => {
    if (values.length === 0) throw new RangeError('There is nothing to pick from.');
    return values[integer(0, values.length - 1)];
  };

  return {
    seed,
    next,
    integer,
    chance: (probability) => next() < probability,
    pick,
    shuffle: (values) => {
      const shuffled = [...values];
      for (let last = shuffled.length - 1; last > 0; last -= 1) {
        const other = integer(0, last);
        [shuffled[last], shuffled[other]] = [shuffled[other], shuffled[last]];
      }
      return shuffled;
    },
    text: (length) => Array.from({ length }, () => pick(LETTERS)).join(''),
  };
};

/**
 * A fresh seed, or the one of `TEST_SEED`. It is printed, because a failure that cannot be played
 * again is hardly a finding.
 */
export const seededRandom = (what: string): Random => {
  const wanted = process.env.TEST_SEED;
  const seed = wanted ? Number(wanted) : randomInt(2 ** 31);
  if (!Number.isSafeInteger(seed)) throw new Error(`TEST_SEED is "${wanted}": use a whole number.`);

  process.stdout.write(`${what}: TEST_SEED=${seed} plays this again.\n`);
  return createRandom(seed);
};

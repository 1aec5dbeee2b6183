/**
 * Evaluation is bounded by steps and not by a clock: what a condition says of an event must be the
 * same today, tomorrow and on a busy machine, or a page that is asked for again would come out
 * different. A step takes less than 100 ns on a slow machine; all of them, some 20 ms.
 */
import { ExpressionError } from './expression-error';

export const MAX_STEPS = 250_000;

/** What an operation on text costs, in characters for a step; measured at its worst. */
export const CHARACTERS_PER_STEP = {
  /** Finding two texts equal, or one character in a text. */
  equal: 128,
  /** Putting two texts in order, or finding one at the beginning or end of another. */
  compare: 32,
  /** Making a text out of others. */
  build: 8,
  /** Looking at every character, or for one text in another. */
  scan: 3,
} as const;

/** V8 takes time in proportion to both texts when the one to find is longer than this. */
const LONG_NEEDLE = 256;
const LONG_NEEDLE_CHARACTERS_PER_STEP = 36;

/** V8 keeps larger objects as hash tables, which take longer to go through. */
const LARGE_OBJECT = 100;
const STEPS_PER_NAME = 2;
const STEPS_PER_NAME_OF_LARGE = 10;

/** The steps of one evaluation. */
export class Budget {
  private left = MAX_STEPS;

  /** @throws {ExpressionError} `too_expensive` when there are not that many steps left */
  charge(steps: number): void {
    this.left -= steps;
    if (this.left < 0) {
      throw new ExpressionError(
        'too_expensive',
        'This document has more text or longer lists than may be looked through: ask less of it.'
      );
    }
  }

  /** For going through an object with that many names. */
  chargeNames(count: number): void {
    this.charge(count * (count > LARGE_OBJECT ? STEPS_PER_NAME_OF_LARGE : STEPS_PER_NAME));
  }

  /** For looking for `needle` in `text`, wherever it may be. */
  chargeSearch(text: string, needle: string): void {
    if (needle.length > LONG_NEEDLE) {
      this.charge((text.length * needle.length) / LONG_NEEDLE_CHARACTERS_PER_STEP);
    } else if (needle.length > 1) {
      this.charge(text.length / CHARACTERS_PER_STEP.scan);
    } else {
      this.charge(text.length / CHARACTERS_PER_STEP.equal);
    }
  }
}

import { createRandom } from '../support/seed';

describe('seeded randomness', () => {
  it('plays the same values again for the same seed', () => {
    const play = (seed: number) => {
      const random = createRandom(seed);
      return [random.integer(0, 1000), random.text(20), random.shuffle([1, 2, 3, 4, 5])];
    };

    expect(play(42)).toEqual(play(42));
    expect(play(42)).not.toEqual(play(43));
  });

  it('reaches every value of a range, its ends included, and none outside', () => {
    const random = createRandom(7);
    const seen = new Set(Array.from({ length: 1000 }, () => random.integer(3, 6)));

    expect([...seen].sort()).toEqual([3, 4, 5, 6]);
  });
});

import { endOfPage, readable } from '../../server/src/feed/outlines';

/** `a10` is a log of transaction a with 10 characters. */
const outlines = (text: string) =>
  text.split(' ').map((part, index) => ({
    sequence: index + 1,
    transactionId: part.slice(0, 1),
    characters: Number(part.slice(1)),
  }));

describe('how much is read at once', () => {
  it.each<[string, number | null, string]>([
    ['a1 b1 c1', null, 'all that fits'],
    ['a40 b40 c40', 2, 'what fits, whole transactions'],
    ['a40 b40 b40 c1', 1, 'not a part of a transaction'],
    ['a900 b1', 1, 'the first transaction in any case'],
    ['a60 a60 a60 b1', 3, 'all of the first transaction'],
    ['a60 a60 a60', null, 'all of the only transaction'],
    ['a50 b50', null, 'exactly as much as may be'],
  ])('of %s, up to %s: %s', (text, end) => {
    expect(endOfPage(outlines(text), 100)).toBe(end);
  });

  it.each([
    ['a1 b1 c1', 3],
    ['a40 b40 c40', 2],
    ['a900 b1', 1],
  ])('of single logs %s, the first %i', (text, count) => {
    expect(readable(outlines(text), 100)).toHaveLength(count);
  });

  it('of nothing, nothing', () => {
    expect(endOfPage([], 100)).toBeNull();
    expect(readable([], 100)).toEqual([]);
  });
});

import { parseByteRange } from '../../server/src/feed/byte-range';

describe('the part of a file that a request asks for', () => {
  it.each([
    [undefined, 'whole'],
    ['bytes=-', 'whole'],
    ['lines=1-2', 'whole'],
    ['bytes=0-1,4-5', 'whole'],
    ['bytes=7-3', 'whole'],
    ['bytes=10-', 'unsatisfiable'],
    ['bytes=99-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
  ])('%s of 10 bytes: %s', (header, kind) => {
    expect(parseByteRange(header, 10)).toEqual({ kind });
  });

  it.each([
    ['bytes=0-', 0, 9],
    ['bytes=4-', 4, 9],
    ['bytes=4-4', 4, 4],
    ['bytes=0-99', 0, 9],
    ['bytes=-3', 7, 9],
    ['bytes=-99', 0, 9],
  ])('%s of 10 bytes: from %i to %i', (header, start, end) => {
    expect(parseByteRange(header, 10)).toEqual({ kind: 'part', start, end });
  });

  it('of an empty file there is only the whole', () => {
    expect(parseByteRange(undefined, 0)).toEqual({ kind: 'whole' });
    expect(parseByteRange('bytes=0-', 0)).toEqual({ kind: 'unsatisfiable' });
  });
});

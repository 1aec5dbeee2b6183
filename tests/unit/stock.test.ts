import { createStock } from '../../server/src/sync/stock';

const NOTE = 'api::note.note';
const wholeOf = (documentId: string, text = '') => ({
  contentType: NOTE,
  documentId,
  sequence: 1,
  versions: [{ locale: null, status: null, fields: { text } }],
  withheld: [],
});
const keyOf = (name: string) => `${NOTE}/${name}`;

/** `a: b c` is a document that needs two others; an event is about those with a star. */
const stockOf = (...lines: string[]) => {
  const stock = createStock({ documents: 100, bytes: 10_000 });
  for (const line of lines) {
    const [name = '', needs = ''] = line.split(':');
    const whole = wholeOf(name.replace('*', ''));
    stock.put(whole, name.includes('*'));
    stock.setNeeds(whole, needs.split(' ').filter(Boolean).map(keyOf));
  }
  return stock;
};
const readyOf = (...lines: string[]) =>
  [
    ...stockOf(...lines)
      .ready((key) => key === keyOf('absent'))
      .values(),
  ].map(({ documentId }) => documentId);

describe('what is held of fetched documents', () => {
  it('can be applied as soon as it needs nothing that is yet to come', () => {
    expect(readyOf('root*: a', 'a: b', 'b:', 'c: later')).toEqual(['a', 'b']);
    expect(readyOf('a: b', 'b: c', 'c: later', 'd:')).toEqual(['d']);
    expect(readyOf('a: b', 'b: a', 'c: a later')).toEqual(['a', 'b']);
    expect(readyOf('a: absent', 'b: later')).toEqual(['a']);
  });

  it('is not waited for when nothing else can be applied', () => {
    expect(readyOf('a: b', 'b: later')).toEqual(['a', 'b']);
    expect(readyOf('root*: a', 'a: root')).toEqual(['a']);
    expect(readyOf('root*: later')).toEqual([]);
  });

  it('is counted in documents and in bytes', () => {
    const stock = createStock({ documents: 3, bytes: 1000 });
    stock.put(wholeOf('a', 'x'.repeat(400)), true);
    expect([stock.isFull(), stock.isCrowded()]).toEqual([false, false]);
    stock.put(wholeOf('b', 'x'.repeat(500)), false);
    expect([stock.isFull(), stock.isCrowded()]).toEqual([true, false]);
    stock.remove(keyOf('b'));
    expect(stock.isFull()).toBe(false);
    stock.put(wholeOf('b'), true);
    stock.put(wholeOf('b'), true);
    expect([stock.isFull(), stock.isCrowded()]).toEqual([false, true]);
    stock.put(wholeOf('c'), false);
    expect(stock.isFull()).toBe(true);
  });
});

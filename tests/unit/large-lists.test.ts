import { takeApart } from '../../server/src/documents/large-lists';
import type { StreamableAttribute } from '../../server/src/documents';
import type { JsonValue } from '../../server/src/protocol';

const UID = 'api::note.note';
const attributes: StreamableAttribute[] = [
  { kind: 'scalar', name: 'title', type: 'string' },
  { kind: 'relation', name: 'notes', type: 'relation', target: UID, many: true, byRow: false },
];

const references = (numbers: number[]): JsonValue[] =>
  numbers.map((number) => ({ contentType: UID, documentId: `n${number}` }));
const upTo = (count: number, from = 0) =>
  Array.from({ length: count - from }, (_, index) => from + index);

const stepsOf = (present: number[] | null, wanted: number[]) => {
  const before = present ? { notes: references(present) } : undefined;
  const fields = { title: 'A', notes: references(wanted) };
  const taken = takeApart(attributes, fields, before);
  return {
    ...taken,
    steps: taken.steps.map(({ kind, references: part }) => `${kind} ${part.length}`),
  };
};

describe('a list of very many references', () => {
  it('is written at once as long as it is not that large', () => {
    const wanted = upTo(5000);

    expect(stepsOf(null, wanted)).toEqual({
      fields: { title: 'A', notes: references(wanted) },
      steps: [],
    });
  });

  it('is made in steps', () => {
    expect(stepsOf(null, upTo(7000))).toEqual({
      fields: { title: 'A', notes: references(upTo(2000)) },
      steps: ['connect 2000', 'connect 2000', 'connect 1000'],
    });
  });

  it('is changed only where it differs', () => {
    expect(stepsOf(upTo(7000), [...upTo(7000, 3), 9000])).toEqual({
      fields: { title: 'A' },
      steps: ['disconnect 3', 'connect 1'],
    });
    expect(stepsOf(upTo(9000), upTo(3))).toEqual({
      fields: { title: 'A' },
      steps: [
        'disconnect 2000',
        'disconnect 2000',
        'disconnect 2000',
        'disconnect 2000',
        'disconnect 997',
      ],
    });
  });

  it('is put into another order by moving what is out of place to its end', () => {
    expect(stepsOf(upTo(6000), [...upTo(6000, 1), 0])).toEqual({
      fields: { title: 'A' },
      steps: ['connect 1'],
    });
    expect(stepsOf(upTo(6000), upTo(6000).reverse()).steps).toEqual([
      'connect 2000',
      'connect 2000',
      'connect 1999',
    ]);
  });
});

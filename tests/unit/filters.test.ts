import { compileFilter, ExpressionError, type Shape } from '../../server/src/expressions';
import type { DocumentFields, JsonValue } from '../../server/src/protocol';

const COMPANY: Shape = {
  documentId: { kind: 'string' },
  name: { kind: 'string' },
  owner: { kind: 'relation', many: false, target: () => AUTHOR },
};
const AUTHOR: Shape = {
  documentId: { kind: 'string' },
  locale: { kind: 'string' },
  name: { kind: 'string' },
  company: { kind: 'relation', many: false, target: () => COMPANY },
};
const LINE: Shape = {
  sku: { kind: 'string' },
  quantity: { kind: 'integer' },
  item: { kind: 'relation', many: false, target: () => COMPANY },
};
const SHAPE: Shape = {
  documentId: { kind: 'string' },
  publishedAt: { kind: 'datetime' },
  title: { kind: 'string' },
  rating: { kind: 'integer' },
  views: { kind: 'biginteger' },
  price: { kind: 'decimal' },
  public: { kind: 'boolean' },
  startsOn: { kind: 'date' },
  opensAt: { kind: 'time' },
  seenAt: { kind: 'timestamp' },
  state: { kind: 'enumeration', values: ['draft', 'paid'] },
  settings: { kind: 'json' },
  lines: { kind: 'component', repeatable: true, shape: () => LINE },
  blocks: { kind: 'dynamiczone', components: { 'block.line': () => LINE } },
  author: { kind: 'relation', many: false, target: () => AUTHOR },
  tags: { kind: 'relation', many: true, target: () => COMPANY },
  cover: { kind: 'media', many: false, target: () => ({ ext: { kind: 'string' } }) },
  anything: { kind: 'relation', many: false, target: null },
};

const DOC: DocumentFields = {
  documentId: 'd1',
  publishedAt: '2026-01-31T09:30:00.000Z',
  title: 'An odd note',
  rating: 4,
  views: '9007199254740993',
  price: '12.50',
  public: true,
  startsOn: '2026-02-01',
  opensAt: '09:30:00',
  seenAt: '1769851800000',
  state: 'paid',
  settings: { theme: 'dark' },
  lines: [
    { sku: 'a', quantity: 2, item: null },
    { sku: 'b', quantity: 5, item: { documentId: 'i1', name: 'Item' } },
  ],
  author: {
    documentId: 'ann',
    locale: 'en',
    name: 'Ann',
    company: { documentId: 'c1', name: 'C' },
  },
  tags: [
    { documentId: 't1', name: 'red' },
    { documentId: 't2', name: 'blue' },
  ],
  cover: null,
};

const matches = (filter: JsonValue, doc: DocumentFields = DOC) =>
  compileFilter(filter, SHAPE).matches(doc);

const errorOf = (filter: JsonValue): ExpressionError => {
  try {
    compileFilter(filter, SHAPE);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error('It did not fail.');
};

/** The rest of what filters mean is compared with the databases in integration/filters.test.ts. */
describe('a filter', () => {
  it.each<[JsonValue]>([
    [{}],
    [{ public: true, rating: { $gt: 3, $lt: 5 } }],
    [{ public: 'true', rating: '4' }],
    [{ title: { $containsi: 'ODD' }, documentId: 'd1' }],
    [{ rating: [1, 4] }],
    [{ $or: [{ rating: 1 }, { $not: { public: false } }] }],
    [{ views: { $gt: '9007199254740992', $lt: '9007199254740994' } }],
    [{ views: { $in: ['9007199254740993'] } }],
    [{ price: 12.5 }],
    [{ startsOn: { $between: ['2026-01-31', '2026-02-01T10:00:00Z'] } }],
    [{ opensAt: '09:30:00.000' }],
    [{ seenAt: '2026-01-31T10:30:00+01:00', publishedAt: { $notNull: true } }],
    [{ publishedAt: 1769851800000 }],
    [{ publishedAt: { $gt: '2026-01-31' } }],
    [{ settings: { $notNull: 'true' } }],
    [{ lines: { sku: 'b', item: { name: 'Item' } } }],
    [{ author: { company: { name: 'C' } } }],
    [{ author: { $or: [{ name: 'Bob' }, { documentId: 'ann' }] } }],
    [{ tags: { name: { $startsWith: 'bl' } } }],
    [{ cover: null, author: { $notNull: true } }],
  ])('holds: %j', (filter) => {
    expect(matches(filter)).toBe(true);
  });

  it.each<[JsonValue]>([
    [{ public: true, rating: 5 }],
    [{ lines: { sku: 'a', quantity: 5 } }],
    [{ author: { company: { owner: { name: 'Ann' } } } }],
    [{ cover: { ext: '.png' } }],
    [{ rating: [] }],
  ])('does not hold: %j', (filter) => {
    expect(matches(filter)).toBe(false);
  });

  it('knows nothing of an empty field, as SQL', () => {
    const empty: JsonValue[] = [
      { rating: { $ne: 3 } },
      { rating: { $not: { $eq: 3 } } },
      { rating: { $notIn: [3] } },
      { title: { $notContains: 'x' } },
      { author: { name: { $ne: 'Bob' } } },
    ];
    expect(empty.map((filter) => matches(filter, {}))).toEqual(empty.map(() => false));
    expect(empty.map((filter) => matches({ $not: filter }, {}))).toEqual(empty.map(() => false));
    expect(matches({ rating: null, author: null, tags: { $null: true } }, {})).toBe(true);
  });

  it('looks for one row in which all holds, and each time anew', () => {
    expect(matches({ tags: { name: 'red', documentId: 't2' } })).toBe(false);
    expect(matches({ $and: [{ tags: { name: 'red' } }, { tags: { documentId: 't2' } }] })).toBe(
      true
    );
    expect(matches({ $not: { tags: { name: 'red' } } })).toBe(true);
  });

  it('takes a value that cannot be read for an empty one', () => {
    const doc = { rating: 'many', startsOn: 'soon', lines: ['x'], author: 'ann', public: [] };
    expect(matches({ rating: null, startsOn: null, public: null, author: null }, doc)).toBe(true);
    expect(matches({ lines: { sku: null } }, doc)).toBe(true);
  });
});

describe('the relations that a filter needs', () => {
  it.each<[JsonValue, string[][]]>([
    [{ title: 'x', author: { documentId: 'ann', locale: 'en' }, tags: { $null: false } }, []],
    [{ author: { name: 'Ann' } }, [['author']]],
    [{ author: { company: { documentId: 'c1' } } }, [['author']]],
    [{ author: { company: { name: 'C' } } }, [['author'], ['author', 'company']]],
    [{ $or: [{ author: { name: 'a' } }, { $not: { author: { name: 'b' } } }] }, [['author']]],
    [{ lines: { sku: 'a', item: { name: 'x' } } }, [['lines', 'item']]],
    [{ cover: { ext: '.png' } }, [['cover']]],
  ])('of %j are %j', (filter, relations) => {
    expect(compileFilter(filter, SHAPE).relations).toEqual(relations);
  });
});

describe('a mistake is said when the filter is saved', () => {
  const deep = (levels: number): JsonValue =>
    levels === 0 ? { rating: 1 } : { $not: deep(levels - 1) };

  it.each<[JsonValue, string, string, string[]]>([
    [{ ratting: 3 }, 'unknown_field', 'do you mean rating?', ['ratting']],
    [{ author: { nmae: 'x' } }, 'unknown_field', 'do you mean name?', ['author', 'nmae']],
    [{ id: 1 }, 'unknown_field', 'use documentId', ['id']],
    [{ constructor: 1 }, 'unknown_field', 'No field constructor', ['constructor']],
    [{ rating: { $gtt: 3 } }, 'unknown_operator', 'do you mean $gt?', ['rating', '$gtt']],
    [{ $nand: [] }, 'unknown_operator', 'do you mean $and?', ['$nand']],
    [{ rating: { $and: [] } }, 'unknown_operator', 'No operator $and', ['rating', '$and']],
    [{ $eq: 1 }, 'wrong_type', 'belongs to a field', ['$eq']],
    [{ $or: { rating: 1 } }, 'wrong_type', 'takes a list', ['$or']],
    [{ $and: [1] }, 'wrong_type', 'A filter is an object', ['$and', '0']],
    [{ $not: [] }, 'wrong_type', 'A filter is an object', ['$not']],
    [{ rating: 'many' }, 'wrong_type', 'Compare this field with a number', ['rating']],
    [{ rating: true }, 'wrong_type', 'with a number', ['rating']],
    [{ views: 1.5 }, 'wrong_type', 'with a whole number', ['views']],
    [{ public: 'yes' }, 'wrong_type', 'with true or false', ['public']],
    [{ startsOn: 'soon' }, 'wrong_type', 'with a date', ['startsOn']],
    [{ startsOn: '2026-02-30' }, 'wrong_type', 'with a date', ['startsOn']],
    [{ opensAt: '25:00:00' }, 'wrong_type', 'with a time', ['opensAt']],
    [{ publishedAt: 'now' }, 'wrong_type', 'with a date and time', ['publishedAt']],
    [{ title: { $eq: {} } }, 'wrong_type', 'takes a value', ['title', '$eq']],
    [{ title: { $in: [{}] } }, 'wrong_type', 'with a text', ['title', '$in']],
    [{ title: { $contains: null } }, 'wrong_type', 'takes a text', ['title', '$contains']],
    [{ rating: { $contains: '1' } }, 'wrong_type', 'is for texts', ['rating', '$contains']],
    [{ rating: { $null: 'maybe' } }, 'wrong_type', 'true or false', ['rating', '$null']],
    [{ rating: { $between: [1] } }, 'wrong_type', 'two values', ['rating', '$between']],
    [{ settings: { $eq: 'dark' } }, 'wrong_type', 'whether it is $null', ['settings', '$eq']],
    [{ author: 'ann' }, 'wrong_type', '"documentId"', ['author']],
    [{ author: { $in: [1] } }, 'wrong_type', '"documentId"', ['author', '$in']],
    [{ author: { $not: { name: 'x' } } }, 'wrong_type', '"documentId"', ['author', '$not']],
    [{ author: { $or: [], name: 'x' } }, 'wrong_type', 'stands alone', ['author']],
    [{ blocks: { sku: 'a' } }, 'wrong_type', 'dynamic zones', ['blocks']],
    [{ anything: { name: 'a' } }, 'wrong_type', 'use an expression', ['anything']],
    [{ $or: [], author: { $or: [] } }, 'wrong_type', 'would forget one $or', []],
    [[], 'wrong_type', 'A filter is an object', []],
    ['x', 'wrong_type', 'A filter is an object', []],
    [deep(25), 'too_complex', 'too deeply nested', []],
    [{ rating: Array.from({ length: 600 }, (_, i) => i) }, 'too_complex', 'too long', []],
  ])('%j', (filter, code, text, path) => {
    const error = errorOf(filter);
    expect(error.message).toContain(text);
    expect(error.code).toBe(code);
    expect(error.details.path).toEqual(path);
  });
});

import {
  compileExpression,
  ExpressionError,
  type ExpressionFunction,
  isFunctionName,
  type Shape,
  SYSTEM_FIELDS,
} from '../../server/src/expressions';
import type { JsonValue } from '../../server/src/protocol';

const LINE: Shape = {
  sku: { kind: 'string' },
  quantity: { kind: 'integer' },
  price: { kind: 'decimal' },
  item: { kind: 'relation', many: false, target: null },
};
const SHAPE: Shape = {
  ...SYSTEM_FIELDS,
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
  seo: { kind: 'component', repeatable: false, shape: () => ({ title: { kind: 'string' } }) },
  lines: { kind: 'component', repeatable: true, shape: () => LINE },
  blocks: {
    kind: 'dynamiczone',
    components: {
      'block.quote': () => ({ text: { kind: 'string' }, size: { kind: 'integer' } }),
      'block.line': () => ({ ...LINE, size: { kind: 'string' } }),
      'block.other': () => ({ text: { kind: 'string' }, size: { kind: 'string' } }),
    },
  },
  author: { kind: 'relation', many: false, target: null },
  tags: { kind: 'relation', many: true, target: null },
};

const DOC: Record<string, JsonValue> = {
  documentId: 'doc-1',
  createdAt: '2026-01-31T09:30:00.000Z',
  title: 'An odd note',
  rating: 4,
  views: '9007199254740993',
  price: '12.50',
  public: true,
  startsOn: '2026-02-01',
  opensAt: '09:30:00',
  seenAt: '1769851800000',
  state: 'paid',
  settings: { theme: 'dark', sizes: [1, 2, 3], nested: { on: true } },
  seo: null,
  lines: [
    { sku: 'a', quantity: 2, price: 3.5, item: { contentType: 'api::i.i', documentId: 'i1' } },
    { sku: 'b', quantity: 1, price: null, item: null },
  ],
  blocks: [
    { __component: 'block.quote', text: 'Quote', size: 3 },
    { __component: 'block.line', sku: 'c', size: 'large' },
  ],
  author: { contentType: 'api::author.author', documentId: 'ann' },
  tags: [{ contentType: 'api::tag.tag', documentId: 't1' }],
};

const evaluate = (source: string, doc: JsonValue = DOC) =>
  compileExpression(source, { variables: { doc: SHAPE } }).evaluate({ doc });

const errorOf = (run: () => unknown): ExpressionError => {
  try {
    run();
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error('It did not fail.');
};

const compileError = (source: string) => errorOf(() => evaluate(source, {}));

describe('an expression answers', () => {
  it.each<[string, JsonValue]>([
    ['doc.public == true', true],
    ['doc.rating > 3 && doc.public', true],
    ['doc.rating >= 5 || doc.state == "paid"', true],
    ['!(doc.title == "x")', true],
    ['doc.rating in [1, 4]', true],
    ['doc.state in ["draft", "paid"]', true],
    ['"theme" in doc.settings', true],
    ['doc.rating > 3 ? "good" : "bad"', 'good'],
    ['doc.title + "!"', 'An odd note!'],
    ['string(doc.rating) + " stars"', '4 stars'],
    ['{"name": doc.title, "list": [doc.rating, null]}', { name: 'An odd note', list: [4, null] }],
    ['doc.settings.nested.on', true],
    ['doc["title"]', 'An odd note'],
    ['doc.settings["theme"]', 'dark'],
    ['doc.settings.sizes[1]', 2],
    ['doc.author.documentId', 'ann'],
    ['doc.tags.exists(tag, tag.documentId == "t1")', true],
    ['has(doc.title) && !has(doc.seo)', true],
  ])('%s', (source, answer) => {
    expect(evaluate(source)).toEqual(answer);
  });
});

describe('numbers', () => {
  it.each<[string, JsonValue]>([
    ['doc.rating + 1', 5],
    ['doc.rating == 4', true],
    ['doc.rating == 4.0', true],
    ['doc.rating / 8', 0.5],
    ['int(7 / 2)', 3],
    ['7 % 4 - -1', 4],
    ['1.5 * 2', 3],
    ['-doc.rating', -4],
    ['0x10 + 1u', 17],
    ['double("1.5e1")', 15],
    ['int(" 42 ")', 42],
    ['int(timestamp("1970-01-01T00:00:10Z"))', 10],
  ])('are of one kind: %s', (source, answer) => {
    expect(evaluate(source)).toBe(answer);
  });

  it.each<[string, JsonValue]>([
    ['doc.views', '9007199254740993'],
    ['doc.views > 9007199254740992', true],
    ['doc.views == 9007199254740992', false],
    ['doc.views + 1', '9007199254740994'],
    ['doc.views - 9007199254740990', 3],
    ['doc.views - 2', 9007199254740991],
    ['doc.views * 2 / 2', '9007199254740993'],
    ['doc.views % 10', 3],
    ['doc.price', 12.5],
    ['doc.price > 12.4 && doc.price == 12.5', true],
    ['doc.lines.exists(line, line.price * line.quantity == 7)', true],
  ])('that travel as text are still numbers: %s', (source, answer) => {
    expect(evaluate(source)).toBe(answer);
  });

  it.each(['1 / 0', '5 % (1 - 1)', '9223372036854775807 + 1', '1e308 * 10'])(
    'have no result for %s',
    (source) => {
      expect(errorOf(() => evaluate(source)).code).toBe('invalid_value');
    }
  );
});

describe('an empty field', () => {
  it.each([
    ['doc.rating == null', true],
    ['doc.rating != null', false],
    ['doc.rating == 3', false],
    ['doc.rating != 3', true],
    ['doc.rating < 3', false],
    ['doc.rating >= 3', false],
    ['3 > doc.rating', false],
    ['!(doc.rating > 3)', true],
    ['doc.rating in [3]', false],
    ['doc.rating in [3, null]', true],
    ['doc.public', null],
    ['!doc.public', true],
    ['doc.public || true', true],
    ['doc.public && true', false],
    ['doc.public ? 1 : 2', 2],
    ['doc.rating + 1', null],
    ['-doc.rating', null],
    ['doc.title + "x"', null],
    ['doc.title.contains("x")', false],
    ['doc.title.size()', null],
    ['size(doc.title) > 3', false],
    ['doc.title.matches("x")', false],
    ['timestamp(doc.createdAt) > timestamp("2026-01-01T00:00:00Z")', false],
    ['doc.seo.title', null],
    ['doc.author.documentId == "x"', false],
    ['doc.settings.a.b.c', null],
    ['doc.settings[0]', null],
    ['doc.lines[5].sku', null],
    ['doc.lines.exists(line, true)', false],
    ['doc.lines.all(line, false)', true],
    ['doc.lines.map(line, line.sku)', []],
  ])('is null, and nothing is known of it: %s', (source, answer) => {
    expect(evaluate(source, {})).toEqual(answer);
    expect(
      evaluate(source, Object.fromEntries(Object.keys(SHAPE).map((key) => [key, null])))
    ).toEqual(answer);
  });

  it('is everything of a document that there is not', () => {
    expect(evaluate('doc == null && doc.title == null', null)).toBe(true);
  });
});

describe('dates and times', () => {
  it.each<[string, JsonValue]>([
    ['doc.startsOn > "2026-01-31"', true],
    ['doc.startsOn == "2026-02-01"', true],
    ['"2026-02-01" == doc.startsOn', true],
    ['doc.startsOn in ["2026-02-01"]', true],
    ['doc.createdAt == "2026-01-31T09:30:00Z"', true],
    ['doc.createdAt == "2026-01-31T10:30:00+01:00"', true],
    ['doc.createdAt == "2026-01-31 09:30"', true],
    ['doc.createdAt > "2026-01-31"', true],
    ['doc.seenAt == "2026-01-31T09:30:00Z"', true],
    ['doc.opensAt == "09:30"', true],
    ['doc.opensAt < "10:00:00.5"', true],
    ['timestamp(doc.createdAt) < timestamp("2026-02-01T00:00:00Z")', true],
    ['timestamp(doc.createdAt) + duration("1h30m")', '2026-01-31T11:00:00.000Z'],
    ['timestamp(doc.createdAt) - timestamp("2026-01-31T09:00:00Z") == duration("30m")', true],
    ['timestamp(doc.startsOn) - timestamp(doc.createdAt) < duration("24h")', true],
    ['(timestamp(doc.startsOn) - timestamp(doc.createdAt)).getHours()', 14],
    ['timestamp(doc.createdAt).getFullYear()', 2026],
    ['timestamp(doc.createdAt).getMonth()', 0],
    ['timestamp(doc.createdAt).getDate()', 31],
    ['timestamp(doc.createdAt).getDayOfWeek()', 6],
    ['timestamp(doc.createdAt).getDayOfYear()', 30],
    ['duration("90s") - duration("-0.5m")', '120s'],
    ['duration("1h") + timestamp(0)', '1970-01-01T01:00:00.000Z'],
  ])('%s', (source, answer) => {
    expect(evaluate(source)).toBe(answer);
  });

  it.each(['doc.startsOn > "tomorrow"', 'doc.startsOn == "2026-02-30"', 'doc.opensAt < "9 h"'])(
    'must be such: %s',
    (source) => {
      const error = compileError(source);
      expect(error).toMatchObject({ code: 'invalid_value' });
      expect(error.message).toContain('compare with a');
    }
  );
});

describe('functions of CEL', () => {
  it.each<[string, JsonValue]>([
    ['doc.title.startsWith("An") && doc.title.endsWith("note")', true],
    ['doc.title.contains("odd")', true],
    ['doc.title.indexOf("o")', 3],
    ['doc.title.indexOf("o", 4)', 8],
    ['doc.title.lastIndexOf("o")', 8],
    ['doc.title.substring(3)', 'odd note'],
    ['doc.title.substring(3, 6)', 'odd'],
    ['doc.title.upperAscii() + doc.title.lowerAscii()', 'AN ODD NOTEan odd note'],
    ['"  x ".trim()', 'x'],
    ['"a,b,,c".split(",")', ['a', 'b', '', 'c']],
    ['"a,b,,c".split(",", 2)', ['a', 'b,,c']],
    ['"abc".split("")', ['a', 'b', 'c']],
    ['"".split(",")', ['']],
    ['["a", "b"].join("-") + ["c", "d"].join()', 'a-bcd'],
    ['"0049 30 1".replace(" ", "").replace("00", "+")', '+49301'],
    ['"abc".replace("", "-")', 'a-b-c'],
    ['doc.title.matches("^An .* note$")', true],
    ['doc.title.matches("od+")', true],
    ['size("a🙂") + size([1, 2]) + doc.settings.size()', 7],
    ['bool("true") && !bool("0")', true],
    ['string(1.5) + string(true) + string(timestamp(0))', '1.5true1970-01-01T00:00:00.000Z'],
  ])('%s', (source, answer) => {
    expect(evaluate(source)).toEqual(answer);
  });

  it.each<[string, JsonValue]>([
    ['doc.lines.exists(line, line.sku == "b")', true],
    ['doc.lines.all(line, line.quantity > 1)', false],
    ['doc.lines.exists_one(line, line.quantity > 1)', true],
    ['doc.lines.exists_one(line, line.quantity > 0)', false],
    ['doc.lines.filter(line, line.quantity > 1).map(line, line.sku)', ['a']],
    ['doc.lines.map(line, line.quantity > 1, line.sku)', ['a']],
    [
      'doc.lines.map(a, doc.lines.map(b, a.sku + b.sku))',
      [
        ['aa', 'ab'],
        ['ba', 'bb'],
      ],
    ],
    ['doc.blocks.exists(block, block.__component == "block.line" && block.size == "large")', true],
    ['doc.blocks.exists(block, block.size == 3)', true],
    ['doc.settings.sizes.filter(size, size != 2)', [1, 3]],
  ])('go through lists: %s', (source, answer) => {
    expect(evaluate(source)).toEqual(answer);
  });

  it.each([
    'doc.title.substring(50)',
    'doc.title.indexOf("o", -1)',
    'timestamp(doc.title)',
    'duration("soon")',
    'int("1.5x")',
    'bool("maybe")',
  ])('say so when they cannot: %s', (source) => {
    expect(errorOf(() => evaluate(source)).code).toBe('invalid_value');
  });
});

describe('a mistake is said when the expression is saved', () => {
  it.each([
    ['doc.ratting == 3', 'unknown_field', 'No field ratting; do you mean rating?'],
    ['doc.Title', 'unknown_field', 'No field Title; do you mean title?'],
    ['doc.somethingElse', 'unknown_field', 'No field somethingElse.'],
    ['doc["ratting"]', 'unknown_field', 'No field ratting; do you mean rating?'],
    ['doc.lines.exists(l, l.skuu == "a")', 'unknown_field', 'No field skuu; do you mean sku?'],
    ['doc.blocks.exists(b, b.text == 3)', 'wrong_type', 'which are never the same'],
    ['doc.seo.titel', 'unknown_field', 'No field titel; do you mean title?'],
    ['doc.author.name == "Ann"', 'unknown_field', 'a filter can ask for more'],
    ['rating > 3', 'unknown_name', 'There is no "rating"; write doc.rating.'],
    ['dok.rating > 3', 'unknown_name', 'do you mean doc?'],
    ['lenght(doc.title)', 'unknown_function', 'There is no function lenght.'],
    ['siz(doc.title) > 3', 'unknown_function', 'do you mean size?'],
    ['contains(doc.title, "x")', 'unknown_function', 'write x.contains(...).'],
    ['doc.title.startWith("x")', 'unknown_function', 'do you mean startsWith?'],
    ['doc.title > 3', 'wrong_type', 'no order between a text and a number'],
    ['doc.rating == "4"', 'wrong_type', 'which are never the same'],
    ['doc.rating in ["4"]', 'wrong_type', 'which are never the same'],
    ['doc.public == 1', 'wrong_type', 'compares true or false with a number'],
    ['doc.state == "payed"', 'invalid_value', 'one of draft, paid'],
    ['doc.state in ["payed"]', 'invalid_value', 'one of draft, paid'],
    ['doc.createdAt < timestamp(0)', 'wrong_type', 'timestamp(...)'],
    ['doc.rating < null', 'wrong_type', 'Nothing is less or greater than null'],
    ['doc.title + 1', 'wrong_type', 'string(...)'],
    ['doc.title * 2', 'wrong_type', 'does not work with a text and a number'],
    ['doc.rating && doc.public', 'wrong_type', 'True or false is needed'],
    ['!doc.title', 'wrong_type', 'True or false is needed'],
    ['-doc.title', 'wrong_type', 'Only numbers have a minus'],
    ['doc.title.name', 'wrong_type', 'has no fields'],
    ['doc.title[0]', 'wrong_type', 'Only lists and objects have entries'],
    ['doc.lines["sku"]', 'wrong_type', 'asked for by number'],
    ['doc["ti" + "tle"]', 'unknown_field', 'by its name in quotes'],
    ['"x" in doc.title', 'wrong_type', 'contains(...)'],
    ['doc.rating.contains("x")', 'wrong_type', 'needs a text, not a number'],
    ['doc.title.contains()', 'wrong_type', 'too many or too few'],
    ['doc.title.exists(x, true)', 'wrong_type', 'needs a list, not a text'],
    ['doc.title.matches(doc.title)', 'wrong_type', 'takes one pattern, in quotes'],
    ['doc.title.matches("(")', 'invalid_value', 'no valid pattern'],
    ['has(doc)', 'wrong_type', 'has(doc.title)'],
    ['{doc.title: 1}', 'wrong_type', 'keys of a map'],
    ['b"x"', 'wrong_type', 'Bytes'],
    ['99999999999999999999', 'invalid_value', '64 bits'],
    ['doc.rating = 3', 'syntax', 'Compare with ==.'],
    ['doc.public & doc.public', 'syntax', '&&'],
    ['doc.public and doc.public', 'syntax', '&&'],
    ['doc.rating >', 'syntax', 'ends too early'],
    ['doc.lines.exists(1, true)', 'syntax', 'begins with a name'],
    ['doc.lines.exists(line)', 'syntax', 'exists(x, …)'],
    ['"text', 'syntax', 'Unterminated string'],
    ['', 'syntax', 'ends too early'],
  ])('%s', (source, code, text) => {
    const error = compileError(source);
    expect(error.message).toContain(text);
    expect(error.code).toBe(code);
    expect(error.name).toBe('ValidationError');
  });

  it('with its place in the text', () => {
    const rangeOf = (source: string) => {
      const { range } = compileError(source).details;
      return range && source.slice(range.start, range.end);
    };
    expect(rangeOf('doc.public && doc.ratting > 3')).toBe('doc.ratting');
    expect(rangeOf('doc.public && doc.title > 3')).toBe('doc.title > 3');
    expect(rangeOf('doc.rating = 3')).toBe('=');
  });

  it('when a condition can be neither true nor false', () => {
    const compile = (source: string) =>
      compileExpression(source, { variables: { doc: SHAPE }, expects: 'boolean' });

    expect(errorOf(() => compile('doc.rating')).message).toContain('A condition is true or false');
    expect(errorOf(() => compile('null')).code).toBe('wrong_type');
    expect(compile('doc.public').evaluate({ doc: DOC })).toBe(true);
    expect(compile('doc.settings.nested.on').evaluate({ doc: DOC })).toBe(true);
  });
});

describe('a document that is not what its shape says', () => {
  it.each([
    ['doc.rating > 3', { rating: 'four' }],
    ['doc.rating + 1', { rating: [] }],
    ['doc.public && true', { public: 'yes' }],
    ['doc.title.contains("x")', { title: 5 }],
    ['doc.seo.title', { seo: 'x' }],
    ['doc.lines.exists(line, line.sku == "a")', { lines: 'x' }],
    ['doc.lines.exists(line, line.sku == "a")', { lines: ['x'] }],
    ['doc.title', [1]],
  ])('is an error, and only of that document: %s', (source, doc) => {
    const expression = compileExpression(source, { variables: { doc: SHAPE } });
    expect(errorOf(() => expression.evaluate({ doc })).code).toBe('wrong_type');
    expect(() => expression.evaluate({ doc: DOC })).not.toThrow();
  });
});

describe('a registered function', () => {
  const evaluateWith = (source: string, ...functions: ExpressionFunction[]) =>
    compileExpression(source, { variables: { doc: SHAPE }, functions }).evaluate({ doc: DOC });

  it('gets plain JSON and answers with it', () => {
    const run = jest.fn((...values: JsonValue[]) => ({ got: values.length }));
    const source = 'describe(doc, doc.views, timestamp(0), [doc.rating]).got + 1';

    expect(evaluateWith(source, { name: 'describe', run })).toBe(5);
    expect(run).toHaveBeenCalledWith(DOC, '9007199254740993', '1970-01-01T00:00:00.000Z', [4]);
  });

  it('may answer later, and is called once for each call that is written', async () => {
    const calls: JsonValue[] = [];
    const later: ExpressionFunction = {
      name: 'later',
      async run(value) {
        calls.push(value);
        await new Promise((resolve) => setImmediate(resolve));
        return value;
      },
    };
    const now: ExpressionFunction = {
      name: 'now',
      run(value) {
        calls.push(value);
        return value;
      },
    };
    const source = 'now(1) + later(2) + now(3) + (later(4) == 4 ? later(5) : later(6))';

    expect(await evaluateWith(source, later, now)).toBe(11);
    expect(calls).toEqual([1, 2, 3, 4, 5]);
    expect(await evaluateWith('doc.lines.map(line, later(line.sku))', later)).toEqual(['a', 'b']);
  });

  it('that answers nothing has answered null', () => {
    expect(evaluateWith('nothing() == null', { name: 'nothing', run: () => undefined })).toBe(true);
  });

  it('that fails is an error that names it', async () => {
    const fail = { name: 'fail', run: () => JSON.parse('{') as JsonValue };
    const failLater = { name: 'failLater', run: () => Promise.reject(new Error('No such lead')) };

    expect(errorOf(() => evaluateWith('fail()', fail))).toMatchObject({ code: 'function_failed' });
    await expect(evaluateWith('failLater()', failLater)).rejects.toMatchObject({
      code: 'function_failed',
      message: 'failLater(...) failed: No such lead',
    });
  });

  it('is unknown where it is not given, and has a name that CEL can say', () => {
    expect(compileError('isOdd(doc)').code).toBe('unknown_function');
    expect(['isOddNote', 'is_odd_2'].filter(isFunctionName)).toHaveLength(2);
    expect(['size', 'has', 'is odd', 'a.b', '2nd', ''].filter(isFunctionName)).toEqual([]);
  });
});

describe('variables', () => {
  it('of any kind can be named, and what is not given is null', () => {
    const { evaluate: run } = compileExpression('consumer.name + string(doc.rating)', {
      variables: { doc: SHAPE, consumer: 'dyn' },
    });
    expect(run({ doc: DOC, consumer: { name: 'Shop ' } })).toBe('Shop 4');
    expect(run({ doc: DOC })).toBeNull();
  });

  it('are not changed by what an expression answers', () => {
    const answer = evaluate('doc.settings') as { sizes: number[] };
    answer.sizes.push(4);
    expect(DOC.settings).toMatchObject({ sizes: [1, 2, 3] });
  });
});

describe('what an expression depends on', () => {
  const functions: ExpressionFunction[] = [{ name: 'convert', run: () => null }];
  const readsOf = (source: string) =>
    compileExpression(source, { variables: { doc: SHAPE }, functions }).readsOf('doc');

  it.each<[string, string[] | null]>([
    ['1 + 2', []],
    ['convert()', []],
    ['doc.title + " Ltd"', ['title']],
    ['doc["title"]', ['title']],
    ['has(doc.seo) ? doc.seo.title : {"a": [doc.price]}', ['seo', 'price']],
    ['doc.lines.exists(line, line.quantity > doc.rating)', ['lines', 'rating']],
    ['convert(doc.views)', ['views']],
    ['!(doc.public && -doc.rating < 3)', ['public', 'rating']],
    ['convert(doc)', null],
    ['doc == null', null],
    ['doc.lines.exists(doc, doc.quantity > 3)', null],
  ])('%s', (source, fields) => {
    expect(readsOf(source)).toEqual(fields);
  });
});

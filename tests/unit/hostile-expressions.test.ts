/**
 * Expressions and filters come from other sites, and so do the documents they are judged on. None
 * may take the process down, reach what is not a document's, or keep it busy.
 */
import {
  compileExpression,
  compileFilter,
  ExpressionError,
  type Shape,
} from '../../server/src/expressions';
import type { DocumentFields, JsonValue } from '../../server/src/protocol';

/** What is not bounded takes minutes here; what is takes some milliseconds. */
const LONGEST_MS = 5000;

/** What the processor did for it: how busy the machine is with other things does not count. */
const processorTime = (run: () => void): number => {
  const before = process.cpuUsage();
  run();
  return process.cpuUsage(before).user / 1000;
};

/** Text as it is in a document, in one piece. */
const text = (content: string): string => JSON.parse(JSON.stringify(content)) as string;

const nested = (levels: number): JsonValue =>
  Array.from({ length: levels }).reduce<JsonValue>((inner) => [inner], 1);

const MANY = 100_000;
const numbers = Array.from({ length: MANY }, (_, index) => index);

const DOC: DocumentFields = {
  items: numbers.map((n) => ({ name: `item ${n}`, n })),
  numbers,
  texts: numbers.map((n) => `${'x'.repeat(100)}${n}`),
  huge: text('a'.repeat(10_000_000)),
  hugeToo: text('a'.repeat(10_000_000)),
  commas: text('a,'.repeat(5_000_000)),
  large: text('a'.repeat(100_000)),
  needle: text(`${'a'.repeat(1000)}b${'a'.repeat(1000)}`),
  deep: nested(50_000),
  deepToo: nested(50_000),
  wide: Object.fromEntries(numbers.map((n) => [`key${n}`, n])),
  wideToo: Object.fromEntries(numbers.map((n) => [`key${n}`, n])),
  withPrototype: JSON.parse('{ "__proto__": { "isAdmin": true }, "a": 1 }') as JsonValue,
};

const evaluate = (source: string): JsonValue | Promise<JsonValue> =>
  compileExpression(source, { variables: { doc: 'dyn' } }).evaluate({ doc: DOC });

/** The error's code, or `answered`; anything else than these is thrown on. */
const outcomeOf = (run: () => unknown): string => {
  try {
    run();
    return 'answered';
  } catch (error) {
    if (error instanceof ExpressionError) return error.code;
    throw error;
  }
};

describe('a hostile expression', () => {
  it.each([
    ['doc.constructor', null],
    ['doc.__proto__', null],
    ['doc.prototype', null],
    ['doc["constructor"]["constructor"]', null],
    ['doc.hasOwnProperty', null],
    ['"constructor" in doc', false],
    ['doc.items[0].__proto__', null],
    ['doc.items[-1]', null],
    ['doc.withPrototype', { a: 1 }],
    ['doc.withPrototype.isAdmin', null],
    ['[doc].map(d, d.constructor)', [null]],
  ])('finds nothing but the document in %s', (source, answer) => {
    expect(evaluate(source)).toEqual(answer);
  });

  it.each([
    ['constructor', 'unknown_name'],
    ['this', 'unknown_name'],
    ['globalThis.process', 'unknown_name'],
    ['process.exit(1)', 'unknown_function'],
    ['require("fs")', 'unknown_function'],
    ['doc.toString()', 'unknown_function'],
    ['doc.large.constructor', 'wrong_type'],
    ['doc.items.constructor', 'wrong_type'],
    ['doc.items["length"]', 'wrong_type'],
    ['doc.large.constructor("return process")()', 'syntax'],
    ['{"__proto__": {"isAdmin": true}}', 'wrong_type'],
    ['__proto__', 'syntax'],
    ['cel.bind(a, doc.huge + doc.huge, a + a)', 'unknown_function'],
  ])('cannot say %s', (source, code) => {
    expect(outcomeOf(() => evaluate(source))).toBe(code);
  });

  it.each([
    ['parentheses', '('.repeat(900) + '1' + ')'.repeat(900)],
    ['brackets', '['.repeat(900) + ']'.repeat(900)],
    ['exclamation marks', `${'!'.repeat(1990)}true`],
    ['minus signs', `${'-'.repeat(1990)}1`],
    ['fields', `doc${'.a'.repeat(900)}`],
    ['sums', `1${'+1'.repeat(900)}`],
    ['questions', 'true?'.repeat(300) + '1' + ':1'.repeat(300)],
    ['calls', 'size('.repeat(300) + '""' + ')'.repeat(300)],
    ['loops', 'doc.a.map(a,'.repeat(100) + 'a' + ')'.repeat(100)],
    ['characters', 'a'.repeat(10_000_000)],
    ['patterns', `doc.a.matches("${'(?i)\\\\pL'.repeat(20)}") && `.repeat(10) + 'true'],
    ['repeated patterns', 'doc.a.matches("\\\\pL{1,100}") && '.repeat(20) + 'true'],
  ])('with many %s is refused', (_, source) => {
    let outcome = '';
    const time = processorTime(() => {
      outcome = outcomeOf(() => evaluate(source));
    });
    expect(outcome).toBe('too_complex');
    expect(time).toBeLessThan(LONGEST_MS);
  });

  it.each([
    // Catastrophic patterns.
    ['doc.huge.matches("(a+)+$")', 'too_expensive'],
    ['doc.large.matches("(a|aa)+$")', 'too_expensive'],
    ['doc.large.matches("(a+)+b$")', 'too_expensive'],
    ['doc.large.matches("(.*)(.*)(.*)(.*)x")', 'too_expensive'],
    ['doc.large.matches("((a{100}){100}){100}")', 'invalid_value'],
    ['doc.large.matches("[a-z]{1,1000}")', 'too_complex'],
    [`doc.large.matches("${'a*'.repeat(60)}b")`, 'too_expensive'],
    [`doc.large.matches("${'('.repeat(199)}")`, 'invalid_value'],
    ['doc.large.matches("(?=a)")', 'invalid_value'],
    // Loops within loops.
    ['doc.items.map(a, doc.items.map(b, doc.items.map(c, c)))', 'too_expensive'],
    ['doc.items.exists(a, doc.items.exists(b, doc.items.exists(c, false)))', 'too_expensive'],
    ['doc.items.all(a, doc.numbers.all(b, b >= 0))', 'too_expensive'],
    ['doc.numbers.filter(n, n in doc.numbers)', 'too_expensive'],
    ['doc.texts.filter(t, t in doc.texts)', 'too_expensive'],
    ['doc.numbers.map(n, doc.numbers)', 'too_expensive'],
    ['doc.numbers.all(n, doc.huge == doc.hugeToo)', 'too_expensive'],
    ['doc.numbers.all(n, doc.huge <= doc.hugeToo)', 'too_expensive'],
    ['doc.numbers.all(n, doc.huge.startsWith(doc.hugeToo))', 'too_expensive'],
    ['doc.numbers.all(n, size(doc.wide) > 1)', 'too_expensive'],
    ['doc.items.exists(a, a.name == "x")', 'too_expensive'],
    ['-1 in doc.numbers', 'answered'],
    // More and more text and lists.
    ['doc.huge + doc.huge', 'too_expensive'],
    ['doc.numbers.map(n, doc.large + doc.large)', 'too_expensive'],
    ['doc.numbers.map(n, doc.numbers + doc.numbers)', 'too_expensive'],
    ['doc.numbers.map(n, {"a": [n, n], "b": {"c": n}})', 'too_expensive'],
    ['[doc.numbers, doc.numbers].map(a, [a, a]).map(a, [a, a]).map(a, [a, a])', 'too_expensive'],
    ['doc.huge.replace("a", doc.huge)', 'too_expensive'],
    ['doc.large.replace("", doc.large)', 'too_expensive'],
    ['doc.large.split("").map(c, c + c).join("")', 'too_expensive'],
    ['doc.commas.split(",")', 'too_expensive'],
    ['doc.texts.join(doc.large)', 'too_expensive'],
    ['doc.numbers.map(n, n * n * n * n * n * n)', 'invalid_value'],
    // Huge text.
    ['doc.huge.contains("b")', 'answered'],
    ['doc.huge.contains("ab")', 'too_expensive'],
    ['doc.large.contains("ab")', 'answered'],
    ['doc.large.contains(doc.needle)', 'too_expensive'],
    ['doc.huge.lowerAscii()', 'too_expensive'],
    ['size(doc.huge)', 'too_expensive'],
    ['doc.huge.trim()', 'too_expensive'],
    ['doc.huge.lastIndexOf("ba")', 'too_expensive'],
    ['doc.huge == doc.hugeToo', 'answered'],
    ['doc.huge < doc.hugeToo', 'too_expensive'],
    ['int(doc.huge)', 'invalid_value'],
    ['double(doc.huge)', 'invalid_value'],
    ['timestamp(doc.huge)', 'invalid_value'],
    ['duration(doc.huge)', 'invalid_value'],
    ['bool(doc.huge)', 'invalid_value'],
    // Deep and wide values.
    ['doc.deep', 'too_complex'],
    ['[doc.deep]', 'too_complex'],
    ['doc.deep == doc.deepToo', 'too_complex'],
    ['doc.wide == doc.wideToo', 'too_expensive'],
    ['doc.wide', 'too_expensive'],
    ['doc', 'too_expensive'],
  ])('is stopped in time: %s', (source, wanted) => {
    let outcome = '';
    const time = processorTime(() => {
      outcome = outcomeOf(() => evaluate(source));
    });
    expect(outcome).toBe(wanted);
    expect(time).toBeLessThan(LONGEST_MS);
  });

  it('has the steps of one evaluation, however often functions make it wait', async () => {
    const calls: JsonValue[] = [];
    const later = async (value: JsonValue) => {
      calls.push(value);
      await Promise.resolve();
      return value;
    };
    const answer = compileExpression('doc.numbers.map(n, n).map(n, later(n))', {
      variables: { doc: 'dyn' },
      functions: [{ name: 'later', run: later }],
    }).evaluate({ doc: DOC });

    await expect(answer).rejects.toMatchObject({ details: { code: 'too_expensive' } });
    expect(calls.length).toBeLessThan(10);
  });

  it('calls no function more than a hundred times', () => {
    const run = jest.fn((n: JsonValue) => n);
    const expression = compileExpression('doc.numbers.map(n, now(n))', {
      variables: { doc: 'dyn' },
      functions: [{ name: 'now', run }],
    });
    expect(outcomeOf(() => expression.evaluate({ doc: DOC }))).toBe('too_expensive');
    expect(run).toHaveBeenCalledTimes(100);
  });

  it('gives the same outcome every time, whatever a clock says', () => {
    const source = 'doc.items.exists(a, a.name == "x" && a.n > 4 && a.n < 2)';
    const expression = compileExpression(source, { variables: { doc: 'dyn' } });
    const outcomeFor = (length: number) =>
      outcomeOf(() => expression.evaluate({ doc: { items: numbers.slice(0, length) } }));
    const at = (length: number) => Array.from({ length: 20 }, () => outcomeFor(length));

    expect(new Set(at(MANY)).size).toBe(1);
    expect(new Set(at(10)).size).toBe(1);
  });
});

describe('a hostile filter', () => {
  const ITEM: Shape = { name: { kind: 'string' }, n: { kind: 'integer' } };
  const SHAPE: Shape = {
    huge: { kind: 'string' },
    large: { kind: 'string' },
    items: { kind: 'component', repeatable: true, shape: () => ITEM },
  };
  const times = (count: number, filter: JsonValue): JsonValue[] =>
    Array.from({ length: count }, () => filter);
  const negated = (levels: number): JsonValue =>
    Array.from({ length: levels }).reduce<JsonValue>(($not) => ({ $not }), { huge: 'x' });

  it.each<[string, JsonValue, string]>([
    ['a search in huge text', { huge: { $contains: 'ab' } }, 'too_expensive'],
    ['huge text in lower case', { huge: { $containsi: 'b' } }, 'too_expensive'],
    ['a long search', { large: { $contains: DOC.needle } }, 'too_expensive'],
    ['many searches', { $or: times(100, { large: { $containsi: 'ab' } }) }, 'too_expensive'],
    ['equal text', { $and: times(100, { huge: DOC.hugeToo }) }, 'too_expensive'],
    ['a list of text', { huge: { $in: [DOC.hugeToo, 'x'] } }, 'too_expensive'],
    ['a row among many', { items: { name: 'none', n: 5 } }, 'too_expensive'],
    ['many rows', { $or: times(100, { items: { name: { $endsWith: 'z' } } }) }, 'too_expensive'],
    ['deep nesting', negated(100_000), 'too_complex'],
    ['many parts', { $or: times(100_000, { huge: 'x' }) }, 'too_complex'],
    ['many values', { huge: numbers }, 'too_complex'],
    ['the constructor', { constructor: { name: 'Object' } }, 'unknown_field'],
    ['a prototype', JSON.parse('{ "__proto__": { "huge": "x" } }') as JsonValue, 'unknown_field'],
    ['an inherited operator', { huge: { toString: 1 } }, 'unknown_operator'],
  ])('is stopped in time: %s', (_, filter, wanted) => {
    let outcome = '';
    const time = processorTime(() => {
      outcome = outcomeOf(() => compileFilter(filter, SHAPE).matches(DOC));
    });
    expect(outcome).toBe(wanted);
    expect(time).toBeLessThan(LONGEST_MS);
  });
});

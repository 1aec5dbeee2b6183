import fc from 'fast-check';

import { canConvert, convertValue } from '../../../server/src/mapping';
import type { JsonValue } from '../../../server/src/protocol';
import { seededRandom } from '../../support/seed';

type Shape = Parameters<typeof convertValue>[1];

const COLOURS: Shape = { type: 'enumeration', enum: ['red', 'green', '7'] };
const shape = (type: string): Shape => (type === 'enumeration' ? COLOURS : { type });

const converted = (value: JsonValue) => ({ kind: 'converted', value });

describe('conversions lose nothing', () => {
  it.each<[string, JsonValue, string, JsonValue]>([
    ['string', 'a', 'text', 'a'],
    ['text', ' ', 'richtext', ' '],
    ['email', 'a@b.example', 'string', 'a@b.example'],
    ['string', '7', 'integer', 7],
    ['string', '-12', 'integer', -12],
    ['string', '0', 'integer', 0],
    ['string', '9007199254740993', 'biginteger', '9007199254740993'],
    ['string', '0.1', 'decimal', 0.1],
    ['string', '1000000000000000000000', 'float', 1e21],
    ['integer', 7, 'string', '7'],
    ['integer', 7, 'biginteger', '7'],
    ['integer', 7, 'float', 7],
    ['biginteger', '7', 'integer', 7],
    ['biginteger', '9007199254740992', 'float', 9007199254740992],
    ['biginteger', '-9223372036854775808', 'string', '-9223372036854775808'],
    ['float', 1.0, 'integer', 1],
    ['float', 1e21, 'string', '1000000000000000000000'],
    ['float', 1e-7, 'string', '0.0000001'],
    ['float', -1.25e-7, 'string', '-0.000000125'],
    ['decimal', 1.5, 'float', 1.5],
    ['decimal', '1.50', 'float', 1.5],
    ['decimal', '1.50', 'decimal', '1.50'],
    ['decimal', '10.00', 'integer', 10],
    ['string', 'red', 'enumeration', 'red'],
    ['enumeration', 'red', 'string', 'red'],
    ['enumeration', '7', 'integer', 7],
    ['integer', 7, 'enumeration', '7'],
    ['enumeration', 'red', 'enumeration', 'red'],
    ['boolean', true, 'string', 'true'],
    ['string', 'false', 'boolean', false],
    ['boolean', true, 'integer', 1],
    ['boolean', false, 'biginteger', '0'],
    ['integer', 0, 'boolean', false],
    ['date', '2026-01-31', 'string', '2026-01-31'],
    ['string', '2024-02-29', 'date', '2024-02-29'],
    ['date', '2026-01-31', 'datetime', '2026-01-31T00:00:00.000Z'],
    ['datetime', '2026-01-31T00:00:00.000Z', 'date', '2026-01-31'],
    ['datetime', '2026-01-31T10:20:30.000Z', 'string', '2026-01-31T10:20:30.000Z'],
    ['string', '2026-01-31T10:20:30Z', 'datetime', '2026-01-31T10:20:30.000Z'],
    ['datetime', '1970-01-01T00:00:01.000Z', 'timestamp', '1000'],
    ['timestamp', '1000', 'datetime', '1970-01-01T00:00:01.000Z'],
    ['time', '10:20:30', 'string', '10:20:30.000'],
    ['string', '10:20:30.5', 'time', '10:20:30.500'],
    ['json', { a: [1] }, 'json', { a: [1] }],
    ['json', 'red', 'string', 'red'],
    ['json', 7, 'integer', 7],
    ['json', 7, 'biginteger', '7'],
    ['json', true, 'boolean', true],
    ['blocks', [{ type: 'paragraph' }], 'json', [{ type: 'paragraph' }]],
    ['integer', null, 'date', null],
  ])('%s %j is the %s %j', (from, value, to, expected) => {
    expect(convertValue(value, shape(from), shape(to))).toEqual(converted(expected));
  });

  it.each<[string, JsonValue, string]>([
    ['string', '007', 'integer'],
    ['string', '1.0', 'integer'],
    ['string', '1.0', 'float'],
    ['string', '12,5', 'decimal'],
    ['string', '+7', 'integer'],
    ['string', ' 7', 'integer'],
    ['string', '-0', 'float'],
    ['string', '1e3', 'float'],
    ['string', '0x10', 'integer'],
    ['string', 'Infinity', 'float'],
    ['string', '9007199254740993', 'integer'],
    ['string', '9007199254740993', 'float'],
    ['string', '0.1000000000000000055', 'float'],
    ['string', '9223372036854775808', 'biginteger'],
    ['string', '7.5', 'biginteger'],
    ['float', 1.5, 'integer'],
    ['float', 1e300, 'integer'],
    ['biginteger', '9007199254740993', 'integer'],
    ['biginteger', '9007199254740993', 'float'],
    ['string', 'purple', 'enumeration'],
    ['string', 'Red', 'enumeration'],
    ['enumeration', 'purple', 'enumeration'],
    ['enumeration', 'red', 'integer'],
    ['integer', 2, 'boolean'],
    ['string', '1', 'boolean'],
    ['string', 'True', 'boolean'],
    ['datetime', '2026-01-31T10:20:30.000Z', 'date'],
    ['datetime', '2026-01-30T23:00:00.000Z', 'date'],
    ['string', '2026-02-30', 'date'],
    ['string', '31.01.2026', 'date'],
    ['string', '2026-01-31T10:20:30+02:00', 'datetime'],
    ['string', '2026-01-31T24:00:00Z', 'datetime'],
    ['string', '25:00:00', 'time'],
    ['string', '10:20', 'time'],
    ['date', '2026-01-31', 'time'],
    ['date', '2026-01-31', 'integer'],
    ['json', { a: 1 }, 'string'],
    ['json', [], 'integer'],
    ['string', 'a', 'json'],
    ['boolean', true, 'json'],
    ['blocks', [], 'text'],
    // Not what the producer's schema said.
    ['string', 7, 'string'],
    ['boolean', 'true', 'boolean'],
    ['date', 'soon', 'string'],
  ])('%s %j is no %s', (from, value, to) => {
    expect(convertValue(value, shape(from), shape(to))).toEqual({
      kind: 'refused',
      reason: expect.stringContaining(JSON.stringify(value)) as string,
    });
  });

  it('a refusal says what is asked for', () => {
    expect(convertValue('purple', shape('string'), COLOURS)).toEqual({
      kind: 'refused',
      reason: '"purple" is none of red, green, 7',
    });
    expect(convertValue('x'.repeat(5000), shape('string'), shape('date'))).toEqual({
      kind: 'refused',
      reason: `"${'x'.repeat(59)}… does not become a date value without loss`,
    });
  });

  const instant = fc
    .date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    })
    .map((date) => date.toISOString());
  const float = fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .map((value) => (value === 0 ? 0 : value));
  const values: Record<string, fc.Arbitrary<JsonValue>> = {
    string: fc.oneof(
      fc.string(),
      float.map(String),
      fc.bigInt().map(String),
      instant,
      fc.constantFrom('true', 'red', '7', '2026-01-31', '10:20:30.000')
    ),
    integer: fc.oneof(fc.maxSafeInteger(), fc.constantFrom(0, 1, 7)),
    biginteger: fc.oneof(
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
      fc.maxSafeInteger().map(String)
    ),
    float: fc.oneof(float, fc.maxSafeInteger()),
    decimal: fc.integer().map((cents) => cents / 100),
    boolean: fc.boolean(),
    date: instant.map((iso) => iso.slice(0, 10)),
    datetime: fc.oneof(
      instant,
      instant.map((iso) => `${iso.slice(0, 10)}T00:00:00.000Z`)
    ),
    timestamp: instant.map((iso) => String(Date.parse(iso))),
    time: instant.map((iso) => iso.slice(11, 23)),
    enumeration: fc.constantFrom('red', 'green', '7'),
    json: fc.jsonValue() as fc.Arbitrary<JsonValue>,
  };
  const types = Object.keys(values);

  it('converted back, every value is what it was', () => {
    const { seed } = seededRandom('conversions');
    fc.assert(
      fc.property(
        fc.constantFrom(...types).chain((from) => fc.tuple(fc.constant(from), values[from])),
        fc.constantFrom(...types),
        ([from, value], to) => {
          const there = convertValue(value, shape(from), shape(to));
          fc.pre(there.kind === 'converted' && from !== 'json');
          expect(canConvert(shape(from), shape(to))).toBe(true);
          expect(convertValue(there.value, shape(to), shape(from))).toEqual(converted(value));
        }
      ),
      { seed, numRuns: 5000 }
    );
  });

  it('a value of the type itself always passes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...types).chain((type) => fc.tuple(fc.constant(type), values[type])),
        ([type, value]) => {
          expect(convertValue(value, shape(type), shape(type))).toEqual(converted(value));
        }
      ),
      { seed: seededRandom('same types').seed }
    );
  });

  it('every integer and every big integer goes into text and back', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        const digits = String(value);
        expect(convertValue(digits, shape('biginteger'), shape('string'))).toEqual(
          converted(digits)
        );
        expect(convertValue(digits, shape('string'), shape('integer'))).toEqual(
          Number.isSafeInteger(Number(value))
            ? converted(Number(value))
            : expect.objectContaining({ kind: 'refused' })
        );
      }),
      { seed: seededRandom('numbers as text').seed }
    );
  });
});

describe('types that never fit are known before there is a value', () => {
  it.each([
    ['string', 'integer', true],
    ['string', 'json', false],
    ['integer', 'date', false],
    ['integer', 'datetime', false],
    ['boolean', 'date', false],
    ['date', 'datetime', true],
    ['date', 'time', false],
    ['time', 'datetime', false],
    ['json', 'integer', true],
    ['json', 'date', true],
    ['blocks', 'richtext', false],
    ['richtext', 'blocks', false],
    ['enumeration', 'integer', true],
    ['enumeration', 'date', false],
    ['date', 'enumeration', false],
    ['integer', 'enumeration', true],
  ])('%s to %s: %s', (from, to, expected) => {
    expect(canConvert(shape(from), shape(to))).toBe(expected);
  });

  it('enumerations without a common value', () => {
    const sizes = { type: 'enumeration', enum: ['small', 'large'] };

    expect(canConvert(COLOURS, sizes)).toBe(false);
    expect(canConvert(COLOURS, { ...sizes, enum: ['small', 'red'] })).toBe(true);
    expect(canConvert(sizes, sizes)).toBe(true);
  });
});

import {
  type Condition,
  ExpressionError,
  parseCondition,
  parseValueSource,
} from '../../server/src/expressions';

describe('a condition as it is written', () => {
  it.each<[string, Condition]>([
    ['doc.public == true', { kind: 'expression', source: 'doc.public == true' }],
    [' doc.a ', { kind: 'expression', source: ' doc.a ' }],
    ['command == 1', { kind: 'expression', source: 'command == 1' }],
    ['{ "public": true }', { kind: 'filter', filter: { public: true } }],
    ['\n{}', { kind: 'filter', filter: {} }],
    ['cmd: isOddNote', { kind: 'command', name: 'isOddNote' }],
    ['cmd:api::note.note.isOddNote', { kind: 'command', name: 'api::note.note.isOddNote' }],
    [
      'cmd: plugin::event-rules.rules.isOdd ',
      { kind: 'command', name: 'plugin::event-rules.rules.isOdd' },
    ],
  ])('%j', (text, condition) => {
    expect(parseCondition(text)).toEqual(condition);
  });

  it.each([
    ['', 'is empty'],
    ['  ', 'is empty'],
    ["{ 'public': true }", 'in double quotes'],
    ['{ "public": true', 'a filter in JSON'],
    ['cmd:', 'the name of a registered function'],
    ['cmd: is odd', 'the name of a registered function'],
    ['cmd: doc.rating > 3', 'the name of a registered function'],
    ['x'.repeat(10_001), 'at most 10000 characters'],
  ])('is refused: %j', (text, reason) => {
    expect(() => parseCondition(text)).toThrow(ExpressionError);
    expect(() => parseCondition(text)).toThrow(reason);
  });
});

describe('what a look-up is compared with', () => {
  it.each([
    ['customer_name', { kind: 'field', name: 'customer_name' }],
    [' title ', { kind: 'field', name: 'title' }],
    ['eval: doc.name + "x"', { kind: 'expression', source: ' doc.name + "x"' }],
    ['eval:1', { kind: 'expression', source: '1' }],
  ])('%j', (text, source) => {
    expect(parseValueSource(text)).toEqual(source);
  });

  it('must be there', () => {
    expect(() => parseValueSource(' ')).toThrow('Name a field');
  });
});

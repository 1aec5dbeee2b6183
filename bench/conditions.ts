/**
 * `npm run bench:conditions`: what judging a document costs, as a Markdown table. Each line is the
 * best of several rounds, so that what else the machine does counts as little as possible.
 */
import { performance } from 'node:perf_hooks';

import {
  compileExpression,
  compileFilter,
  type ExpressionFunction,
  type Shape,
  SYSTEM_FIELDS,
} from '../server/src/expressions';
import type { DocumentFields, JsonValue } from '../server/src/protocol';

const ROUNDS = 7;
const ROUND_MS = 150;

const LINE: Shape = {
  sku: { kind: 'string' },
  quantity: { kind: 'integer' },
  price: { kind: 'decimal' },
};
const SHAPE: Shape = {
  ...SYSTEM_FIELDS,
  title: { kind: 'string' },
  public: { kind: 'boolean' },
  rating: { kind: 'integer' },
  price: { kind: 'decimal' },
  category: { kind: 'enumeration', values: ['news', 'blog', 'press'] },
  startsOn: { kind: 'date' },
  lines: { kind: 'component', repeatable: true, shape: () => LINE },
  author: {
    kind: 'relation',
    many: false,
    target: () => ({ ...SYSTEM_FIELDS, name: { kind: 'string' } }),
  },
};

/** Fifty fields, as a large content type has. */
const DOC: DocumentFields = {
  ...Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [`field${index}`, `value ${index}`])
  ),
  documentId: 'jx0kz9ysz5c3m4b0f1qkq7yt',
  createdAt: '2026-01-31T09:30:00.000Z',
  publishedAt: '2026-02-01T00:00:00.000Z',
  title: 'A note on expressions',
  public: true,
  rating: 4,
  price: '12.50',
  category: 'blog',
  startsOn: '2026-03-01',
  lines: Array.from({ length: 10 }, (_, index) => ({
    sku: `sku-${index}`,
    quantity: index,
    price: '9.90',
  })),
  author: { contentType: 'api::author.author', documentId: 'ann', name: 'Ann' },
};

/** Times a second. */
const rateOf = (run: () => unknown): number => {
  const round = (): number => {
    const start = performance.now();
    let count = 0;
    do {
      for (let index = 0; index < 100; index += 1) run();
      count += 100;
    } while (performance.now() - start < ROUND_MS);
    return (count / (performance.now() - start)) * 1000;
  };
  return Math.max(...Array.from({ length: ROUNDS }, round));
};

const expression = (source: string, functions: ExpressionFunction[] = []) => {
  const { evaluate } = compileExpression(source, { variables: { doc: SHAPE }, functions });
  return () => evaluate({ doc: DOC });
};

const filter = (source: JsonValue) => {
  const { matches } = compileFilter(source, SHAPE);
  return () => matches(DOC);
};

const isOdd: ExpressionFunction = { name: 'isOdd', run: (rating) => Number(rating) % 2 === 1 };

const TYPICAL = 'doc.rating > 3 && doc.public';
const LONG =
  'doc.public && doc.rating >= 3 && doc.price < 20 && doc.category in ["news", "blog"] && doc.startsOn > "2026-01-01"';
const TYPICAL_FILTER: JsonValue = { public: true, rating: { $gt: 3 } };
const LONG_FILTER: JsonValue = {
  public: true,
  rating: { $gte: 3 },
  price: { $lt: 20 },
  category: { $in: ['news', 'blog'] },
  startsOn: { $gt: '2026-01-01' },
};

const CASES: readonly (readonly [string, () => unknown])[] = [
  [`\`${TYPICAL}\``, expression(TYPICAL)],
  [`\`${LONG}\``, expression(LONG)],
  [
    '`doc.title.matches("^A .* expressions$")`',
    expression('doc.title.matches("^A .* expressions$")'),
  ],
  [
    '`doc.lines.exists(line, line.quantity > 8)`, the 10th of 10',
    expression('doc.lines.exists(line, line.quantity > 8)'),
  ],
  ['`isOdd(doc.rating)`, registered', expression('isOdd(doc.rating)', [isOdd])],
  [`\`${JSON.stringify(TYPICAL_FILTER)}\``, filter(TYPICAL_FILTER)],
  [`\`${JSON.stringify(LONG_FILTER)}\``, filter(LONG_FILTER)],
  ['`{"author":{"name":"Ann"}}`', filter({ author: { name: 'Ann' } })],
  ['`{"lines":{"quantity":9}}`, the 10th of 10', filter({ lines: { quantity: 9 } })],
  [
    'compiling the first expression',
    () => compileExpression(TYPICAL, { variables: { doc: SHAPE }, expects: 'boolean' }),
  ],
  ['compiling the first filter', () => compileFilter(TYPICAL_FILTER, SHAPE)],
];

const main = () => {
  const lines = CASES.map(([name, run]) => {
    const rate = rateOf(run);
    return `| ${name} | ${Math.round(rate).toLocaleString('en')} | ${(1e6 / rate).toFixed(2)} |`;
  });
  console.log(
    [
      `Node ${process.version}, a document of ${Object.keys(DOC).length} fields`,
      '',
      '| condition | evaluations a second | µs each |',
      '| --- | --- | --- |',
      ...lines,
    ].join('\n')
  );
};

main();

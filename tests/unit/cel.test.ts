/**
 * The grammar is cel-js', the evaluation is ours: where there are no empty fields, both say the same.
 */
import { evaluate as evaluateCel } from '@marcbachmann/cel-js';

import { compileExpression } from '../../server/src/expressions';
import type { JsonValue } from '../../server/src/protocol';

const DOC = {
  title: 'An odd note',
  public: true,
  tags: ['b', 'a', 'c'],
  lines: [
    { sku: 'a', quantity: 2.5 },
    { sku: 'b', quantity: 0.5 },
  ],
  settings: { theme: 'dark' },
};

/** As our answers are: whole numbers are no bigints, timestamps are text. */
const plain = (value: unknown): JsonValue =>
  JSON.parse(
    JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? Number(item) : item))
  ) as JsonValue;

describe('CEL says the same of', () => {
  it.each([
    '1 + 2 * 3 - 4 % 3 == 6',
    '-(2 - 5) * -1',
    '(1 + 2) * 3 > 8 && !(2 >= 3) || false',
    'true || false && false',
    '1 < 2 == true',
    'true ? false ? 1 : 2 : 3',
    '0x1F + 10',
    '1.5e3 / 2.0',
    '"a\\tb\\u00e9\\x41\\101\\n" + r"\\d" + \'"\'',
    '"""three\n"quotes" """',
    '1 in [1, 2] && !("x" in ["y"])',
    '"theme" in doc.settings && !("colour" in doc.settings)',
    'doc.tags[1] + doc["title"]',
    'doc.tags + ["d"] == ["b", "a", "c", "d"]',
    '{"a": {"b": doc.public}, "c": {"b": doc.title}}',
    '{"a": 1} == {"a": 1} && [1, 2] != [2, 1]',
    '"b" > "a" && "B" < "a" && "ab" > "a"',
    'doc.title.startsWith("An") && doc.title.endsWith("e") && !doc.title.contains("x")',
    'doc.title.matches("o[a-d]{2}")',
    'doc.title.size() + size(doc.tags)',
    'doc.title.substring(3, 6) + doc.title.substring(7)',
    'doc.title.indexOf("o") + doc.title.indexOf("o", 4) * 10 + doc.title.lastIndexOf("o") * 100',
    'doc.title.indexOf("z")',
    '"a,b,,c".split(",") == ["a", "b", "", "c"] && "a,b,c".split(",", 2) == ["a", "b,c"]',
    '",a,".split(",") + "abc".split("") + "abc".split("abc")',
    'doc.tags.join("-") + doc.tags.join()',
    '" é ".trim().upperAscii() + "ABC".lowerAscii()',
    'doc.lines.exists(l, l.sku == "b") && !doc.lines.all(l, l.quantity > 1.0)',
    'doc.lines.exists_one(l, l.quantity > 1.0)',
    'doc.lines.filter(l, l.quantity > 1.0).map(l, l.sku)',
    'doc.lines.map(l, l.quantity > 1.0, l.quantity * 2.0)',
    'doc.tags.map(x, doc.tags.filter(y, y > x))',
    '[].exists(x, true) || [].all(x, false)',
    'string(1) + string(1.5) + string(true)',
    'int("42") + int(2.9) + int(-2.9)',
    'double("1.5") + double(2)',
    'bool("true") && !bool("false")',
    'timestamp("2026-01-31T09:30:15.123Z").getFullYear()',
    'timestamp("2026-01-31T09:30:15.123Z").getMonth()',
    'timestamp("2026-01-31T09:30:15.123Z").getDate()',
    'timestamp("2026-01-31T09:30:15.123Z").getDayOfMonth()',
    'timestamp("2026-01-31T09:30:15.123Z").getDayOfWeek()',
    'timestamp("2026-01-31T09:30:15.123Z").getDayOfYear()',
    'timestamp("2026-01-31T09:30:15.123Z").getHours()',
    'timestamp("2026-01-31T09:30:15.123Z").getMilliseconds()',
    'timestamp("2026-01-31T09:30:00Z") + duration("1h30m10.5s")',
    'timestamp("2026-01-31T09:30:00Z") - duration("36h")',
    'timestamp("2026-01-31T11:00:00+01:00") - timestamp("2026-01-31T09:30:00Z") == duration("30m")',
    'duration("90m").getHours() + duration("90m").getMinutes() + duration("1.5s").getMilliseconds()',
    'duration("1h") > duration("59m") && timestamp(1) < timestamp(2)',
    'has(doc.title) && !has(doc.nothing)',
  ])('%s', (source) => {
    const ours = compileExpression(source, { variables: { doc: 'dyn' } }).evaluate({ doc: DOC });
    expect(ours).toEqual(plain(evaluateCel(source, { doc: DOC })));
  });
});

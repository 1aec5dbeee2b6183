/** Literals, lists and maps. */
import { parseNumber } from '../numbers';
import { type Compile, type Compiled, type Context, failAt } from './context';
import type { Node, NodeOf } from './parse';
import { DYN, either, type StaticType } from './static-types';
import { kindOf, type Value } from './values';

type LiteralKind = 'null' | 'boolean' | 'number' | 'string';

export const compileLiteral = (node: NodeOf<'value'>): Compiled => {
  const literal = node.args;
  if (literal instanceof Uint8Array) {
    return failAt(node)('wrong_type', 'Bytes are not supported: write a text without the b.');
  }
  const isInteger = typeof literal === 'bigint' || (typeof literal === 'object' && literal);
  const value = isInteger ? parseNumber(String(literal)) : (literal as Value);
  if (isInteger && value === null) {
    return failAt(node)('invalid_value', 'Whole numbers have at most 64 bits.');
  }
  return { type: { kind: kindOf(value) as LiteralKind }, cost: 1, run: () => value };
};

/** The text of a literal, or null when the node is something else. */
export const literalText = (node: Node): string | null =>
  node.op === 'value' && typeof node.args === 'string' ? node.args : null;

const sum = (parts: readonly Compiled[]): number =>
  parts.reduce((total, { cost }) => total + cost, 1);

export const compileList = (node: NodeOf<'list'>, context: Context, compile: Compile): Compiled => {
  const items = node.args.map((item) => compile(item, context));
  const type = items
    .map((item) => item.type)
    .reduce<StaticType | null>((known, next) => (known ? either(known, next) : next), null);
  return {
    type: { kind: 'list', item: type ?? DYN },
    cost: sum(items),
    run: (frame) => items.map(({ run }) => run(frame)),
  };
};

export const compileMap = (node: NodeOf<'map'>, context: Context, compile: Compile): Compiled => {
  const entries = node.args.map(([key, value]) => {
    const name = literalText(key);
    if (name === null || name === '__proto__') {
      return failAt(key)('wrong_type', 'The keys of a map are texts in quotes, such as "city".');
    }
    return { name, value: compile(value, context) };
  });
  return {
    type: DYN,
    cost: sum(entries.map(({ value }) => value)),
    run(frame) {
      const map: Record<string, Value> = {};
      for (const { name, value } of entries) {
        map[name] = value.run(frame);
      }
      return map;
    },
  };
};

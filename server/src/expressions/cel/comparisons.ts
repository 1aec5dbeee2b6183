/**
 * `== != < <= > >= in`. null equals only null, and is neither less nor greater than anything: every
 * comparison is true or false.
 */
import { CHARACTERS_PER_STEP, type Budget } from '../budget';
import { type Compile, type Compiled, type Context, type Fail, failAt } from './context';
import type { Node, NodeOf } from './parse';
import { BOOLEAN, describeForm, inForm, mayBeSame, type StaticType } from './static-types';
import { literalText } from './structures';
import {
  Duration,
  isList,
  isNumeric,
  isSame,
  type Kind,
  KIND_NAMES,
  kindOf,
  type Value,
} from './values';

const describe = ({ kind }: StaticType): string => (kind === 'dyn' ? 'anything' : KIND_NAMES[kind]);

/** A timestamp and the text of a datetime field are compared as soon as both are timestamps. */
const adviceFor = (a: StaticType, b: StaticType): string =>
  [a, b].some(({ kind }) => kind === 'timestamp') && [a, b].some(({ kind }) => kind === 'string')
    ? ' Make the text a timestamp with timestamp(...).'
    : '';

const neverTrue = (a: StaticType, b: StaticType, fail: Fail): never =>
  fail(
    'wrong_type',
    `This compares ${describe(a)} with ${describe(b)}, which are never the same.${adviceFor(a, b)}`
  );

/** Text in an expression as a document would have it, when it is compared with such a field. */
const compileBeside = (
  node: Node,
  beside: StaticType,
  context: Context,
  compile: Compile
): Compiled => {
  if (node.op === 'list') {
    const items = node.args.map((item) => compileBeside(item, beside, context, compile));
    const list = compile(node, context);
    return { ...list, run: (frame) => items.map(({ run }) => run(frame)) };
  }
  const text = literalText(node);
  if (text === null || beside.kind !== 'string' || !beside.form) {
    return compile(node, context);
  }
  const value = inForm(beside.form, text);
  if (value === null) {
    return failAt(node)(
      'invalid_value',
      `"${text}" can never be there: compare with ${describeForm(beside.form)}.`
    );
  }
  return { type: beside, cost: 1, run: () => value };
};

const compileSides = (
  [leftNode, rightNode]: readonly [Node, Node],
  context: Context,
  compile: Compile
): readonly [Compiled, Compiled] => {
  const left = compile(leftNode, context);
  const right = compileBeside(rightNode, left.type, context, compile);
  return literalText(leftNode) === null
    ? [left, right]
    : [compileBeside(leftNode, right.type, context, compile), right];
};

export const compileEquality = (
  node: NodeOf<'=='> | NodeOf<'!='>,
  context: Context,
  compile: Compile
): Compiled => {
  const [left, right] = compileSides(node.args, context, compile);
  if (!mayBeSame(left.type, right.type)) {
    return neverTrue(left.type, right.type, failAt(node));
  }
  const isSameWanted = node.op === '==';
  return {
    type: BOOLEAN,
    cost: left.cost + right.cost + 1,
    run: (frame) => isSame(left.run(frame), right.run(frame), frame.budget) === isSameWanted,
  };
};

const ORDERED: readonly Kind[] = ['number', 'string', 'timestamp', 'duration'];

const TESTS = {
  '<': (a: Comparable, b: Comparable) => a < b,
  '<=': (a: Comparable, b: Comparable) => a <= b,
  '>': (a: Comparable, b: Comparable) => a > b,
  '>=': (a: Comparable, b: Comparable) => a >= b,
} as const;

type Comparable = number | bigint | string;

/** What JavaScript can order, of one kind; or null for what has no order among each other. */
const comparable = (a: Value, b: Value, budget: Budget): [Comparable, Comparable] | null => {
  if (typeof a === 'string' && typeof b === 'string') {
    budget.charge(Math.min(a.length, b.length) / CHARACTERS_PER_STEP.compare);
    return [a, b];
  }
  if (a instanceof Date && b instanceof Date) {
    return [a.getTime(), b.getTime()];
  }
  return a instanceof Duration && b instanceof Duration ? [a.milliseconds, b.milliseconds] : null;
};

const assertOrdered = (left: StaticType, right: StaticType, fail: Fail): void => {
  const disordered = [left, right].find(
    ({ kind }) => kind !== 'dyn' && !(ORDERED as readonly string[]).includes(kind)
  );
  if (disordered) {
    fail('wrong_type', `Nothing is less or greater than ${describe(disordered)}.`);
  }
  if (!mayBeSame(left, right)) {
    fail(
      'wrong_type',
      `There is no order between ${describe(left)} and ${describe(right)}.${adviceFor(left, right)}`
    );
  }
};

export const compileOrdering = (
  node: NodeOf<keyof typeof TESTS>,
  context: Context,
  compile: Compile
): Compiled => {
  const fail = failAt(node);
  const [left, right] = compileSides(node.args, context, compile);
  assertOrdered(left.type, right.type, fail);
  const test = TESTS[node.op];
  return {
    type: BOOLEAN,
    cost: left.cost + right.cost + 1,
    run(frame) {
      const a = left.run(frame);
      const b = right.run(frame);
      if (a === null || b === null) return false;
      if (isNumeric(a) && isNumeric(b)) return test(a, b);
      const pair = comparable(a, b, frame.budget);
      return pair
        ? test(...pair)
        : fail(
            'wrong_type',
            `There is no order between ${KIND_NAMES[kindOf(a)]} and ${KIND_NAMES[kindOf(b)]}.`
          );
    },
  };
};

const isAmong = (value: Value, whole: Value, budget: Budget, fail: Fail): boolean => {
  if (whole === null) {
    return false;
  }
  if (isList(whole)) {
    budget.charge(whole.length);
    return whole.some((item) => isSame(value, item, budget));
  }
  if (kindOf(whole) === 'object') {
    return typeof value === 'string' && Object.hasOwn(whole as object, value);
  }
  return fail('wrong_type', `Nothing is in ${KIND_NAMES[kindOf(whole)]}: use a list.`);
};

/** `x in list`, and `"name" in object` */
export const compileMembership = (
  node: NodeOf<'in'>,
  context: Context,
  compile: Compile
): Compiled => {
  const fail = failAt(node);
  const [left, right] = compileSides(node.args, context, compile);
  const { type } = right;
  if (type.kind === 'string') {
    return fail('wrong_type', 'A text is looked for in a text with contains(...).');
  }
  if (!['list', 'object', 'dyn', 'null'].includes(type.kind)) {
    return fail('wrong_type', `Nothing is in ${describe(type)}: use a list.`);
  }
  if (type.kind === 'list' && !mayBeSame(left.type, type.item)) {
    return neverTrue(left.type, type.item, fail);
  }
  return {
    type: BOOLEAN,
    cost: left.cost + right.cost + 1,
    run: (frame) => isAmong(left.run(frame), right.run(frame), frame.budget, fail),
  };
};

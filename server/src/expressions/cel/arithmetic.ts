/** `+ - * / %` */
import { CHARACTERS_PER_STEP, type Budget } from '../budget';
import { isInstant } from '../dates';
import { ARITHMETIC } from '../numbers';
import { type Compile, type Compiled, type Context, type Fail, failAt } from './context';
import type { NodeOf } from './parse';
import { DYN, either, type StaticType } from './static-types';
import { Duration, isList, isNumeric, type Kind, KIND_NAMES, kindOf, type Value } from './values';

type Operator = keyof typeof ARITHMETIC;

/** What can be computed with what, and what it gives. */
const RESULTS: Readonly<Record<Operator, readonly (readonly [Kind, Kind, Kind])[]>> = {
  '+': [
    ['number', 'number', 'number'],
    ['string', 'string', 'string'],
    ['list', 'list', 'list'],
    ['timestamp', 'duration', 'timestamp'],
    ['duration', 'timestamp', 'timestamp'],
    ['duration', 'duration', 'duration'],
  ],
  '-': [
    ['number', 'number', 'number'],
    ['timestamp', 'timestamp', 'duration'],
    ['timestamp', 'duration', 'timestamp'],
    ['duration', 'duration', 'duration'],
  ],
  '*': [['number', 'number', 'number']],
  '/': [['number', 'number', 'number']],
  '%': [['number', 'number', 'number']],
};

const NAMES: Readonly<Record<Kind | 'dyn', string>> = { ...KIND_NAMES, dyn: 'anything' };

const cannot = (operator: Operator, a: Kind | 'dyn', b: Kind | 'dyn', fail: Fail): never => {
  const advice = a !== b && [a, b].includes('string') ? ': make both texts with string(...)' : '';
  return fail('wrong_type', `${operator} does not work with ${NAMES[a]} and ${NAMES[b]}${advice}.`);
};

const isOpen = ({ kind }: StaticType): boolean => kind === 'dyn' || kind === 'null';

const resultType = (operator: Operator, a: StaticType, b: StaticType, fail: Fail): StaticType => {
  const results = RESULTS[operator].filter(
    ([left, right]) => (isOpen(a) || left === a.kind) && (isOpen(b) || right === b.kind)
  );
  if (results.length === 0) {
    return cannot(operator, a.kind, b.kind, fail);
  }
  const [[, , kind]] = results;
  if (results.some(([, , other]) => other !== kind) || kind === 'object') {
    return DYN;
  }
  if (kind === 'list') {
    const [left, right] = [a, b].map((side) => (side.kind === 'list' ? side.item : DYN));
    return { kind: 'list', item: either(left, right) };
  }
  return { kind };
};

const toTimestamp = (milliseconds: number, fail: Fail): Date =>
  isInstant(milliseconds)
    ? new Date(milliseconds)
    : fail('invalid_value', 'No timestamp is that early or late.');

const addOthers = (a: Value, b: Value, budget: Budget, fail: Fail): Value => {
  if (typeof a === 'string' && typeof b === 'string') {
    budget.charge((a.length + b.length) / CHARACTERS_PER_STEP.build);
    return a + b;
  }
  if (isList(a) && isList(b)) {
    budget.charge(a.length + b.length);
    return a.concat(b);
  }
  if (a instanceof Date && b instanceof Duration) {
    return toTimestamp(a.getTime() + b.milliseconds, fail);
  }
  if (a instanceof Duration && b instanceof Date) {
    return toTimestamp(a.milliseconds + b.getTime(), fail);
  }
  return a instanceof Duration && b instanceof Duration
    ? new Duration(a.milliseconds + b.milliseconds)
    : cannot('+', kindOf(a), kindOf(b), fail);
};

const subtractOthers = (a: Value, b: Value, fail: Fail): Value => {
  if (a instanceof Date && b instanceof Date) {
    return new Duration(a.getTime() - b.getTime());
  }
  if (a instanceof Date && b instanceof Duration) {
    return toTimestamp(a.getTime() - b.milliseconds, fail);
  }
  return a instanceof Duration && b instanceof Duration
    ? new Duration(a.milliseconds - b.milliseconds)
    : cannot('-', kindOf(a), kindOf(b), fail);
};

const computeNumbers = (
  operator: Operator,
  a: number | bigint,
  b: number | bigint,
  fail: Fail
): Value => {
  if ((operator === '/' || operator === '%') && Number(b) === 0) {
    return fail('invalid_value', 'This divides by zero: check for it first.');
  }
  return (
    ARITHMETIC[operator](a, b) ??
    fail('invalid_value', 'The result is larger than a number can be.')
  );
};

/** All operators but `+` and `-` are for numbers alone. */
const compute = (operator: Operator, a: Value, b: Value, budget: Budget, fail: Fail): Value => {
  if (a === null || b === null) {
    return null;
  }
  if (isNumeric(a) && isNumeric(b)) {
    return computeNumbers(operator, a, b, fail);
  }
  if (operator === '+') {
    return addOthers(a, b, budget, fail);
  }
  return operator === '-'
    ? subtractOthers(a, b, fail)
    : cannot(operator, kindOf(a), kindOf(b), fail);
};

export const compileArithmetic = (
  node: NodeOf<Operator>,
  context: Context,
  compile: Compile
): Compiled => {
  const fail = failAt(node);
  const [left, right] = node.args.map((side) => compile(side, context));
  return {
    type: resultType(node.op, left.type, right.type, fail),
    cost: left.cost + right.cost + 1,
    run: (frame) => compute(node.op, left.run(frame), right.run(frame), frame.budget, fail),
  };
};

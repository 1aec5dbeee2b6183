/** `&&`, `||`, `!` and `? :`, from left to right. null counts as false. */
import {
  type Compile,
  type Compiled,
  type Context,
  type Fail,
  failAt,
  type Frame,
} from './context';
import type { Node, NodeOf } from './parse';
import { BOOLEAN, either } from './static-types';
import { KIND_NAMES, kindOf } from './values';

export interface Condition {
  cost: number;
  holds: (frame: Frame) => boolean;
}

const notABoolean = (kind: keyof typeof KIND_NAMES, fail: Fail): never =>
  fail(
    'wrong_type',
    `True or false is needed here, not ${KIND_NAMES[kind]}: compare it with something.`
  );

/** A part that must be true or false. */
export const compileCondition = (node: Node, context: Context, compile: Compile): Condition => {
  const fail = failAt(node);
  const { type, cost, run } = compile(node, context);
  if (type.kind !== 'boolean' && type.kind !== 'null' && type.kind !== 'dyn') {
    return notABoolean(type.kind, fail);
  }
  return {
    cost,
    holds(frame) {
      const value = run(frame);
      if (value === true) return true;
      if (value === false || value === null) return false;
      return notABoolean(kindOf(value), fail);
    },
  };
};

export const compileLogic = (
  node: NodeOf<'&&'> | NodeOf<'||'>,
  context: Context,
  compile: Compile
): Compiled => {
  const [left, right] = node.args.map((side) => compileCondition(side, context, compile));
  return {
    type: BOOLEAN,
    cost: left.cost + right.cost + 1,
    run:
      node.op === '&&'
        ? (frame) => left.holds(frame) && right.holds(frame)
        : (frame) => left.holds(frame) || right.holds(frame),
  };
};

export const compileNegation = (
  node: NodeOf<'!_'>,
  context: Context,
  compile: Compile
): Compiled => {
  const { cost, holds } = compileCondition(node.args, context, compile);
  return { type: BOOLEAN, cost: cost + 1, run: (frame) => !holds(frame) };
};

export const compileTernary = (
  node: NodeOf<'?:'>,
  context: Context,
  compile: Compile
): Compiled => {
  const [conditionNode, thenNode, otherwiseNode] = node.args;
  const condition = compileCondition(conditionNode, context, compile);
  const then = compile(thenNode, context);
  const otherwise = compile(otherwiseNode, context);
  return {
    type: either(then.type, otherwise.type),
    cost: condition.cost + then.cost + otherwise.cost + 1,
    run: (frame) => (condition.holds(frame) ? then : otherwise).run(frame),
  };
};

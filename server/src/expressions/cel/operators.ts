/** `-x` and the operators with two sides. Nothing is computed with null: it gives null. */
import { ARITHMETIC } from '../numbers';
import { compileArithmetic } from './arithmetic';
import { compileEquality, compileMembership, compileOrdering } from './comparisons';
import { type Compile, type Compiled, type Context, failAt } from './context';
import type { BinaryOperator, NodeOf } from './parse';
import { NUMBER } from './static-types';
import { isNumeric, KIND_NAMES, kindOf } from './values';

type BinaryNode = NodeOf<BinaryOperator>;

export const compileBinary = (node: BinaryNode, context: Context, compile: Compile): Compiled => {
  switch (node.op) {
    case '==':
    case '!=':
      return compileEquality(node, context, compile);
    case 'in':
      return compileMembership(node, context, compile);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compileOrdering(node, context, compile);
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return compileArithmetic(node, context, compile);
  }
};

export const compileMinus = (node: NodeOf<'-_'>, context: Context, compile: Compile): Compiled => {
  const fail = failAt(node);
  const { type, cost, run } = compile(node.args, context);
  if (type.kind !== 'number' && type.kind !== 'dyn' && type.kind !== 'null') {
    return fail('wrong_type', `Only numbers have a minus, not ${KIND_NAMES[type.kind]}.`);
  }
  return {
    type: NUMBER,
    cost: cost + 1,
    run(frame) {
      const value = run(frame);
      if (value === null) return null;
      return isNumeric(value)
        ? ARITHMETIC['-'](0, value)
        : fail('wrong_type', `Only numbers have a minus, not ${KIND_NAMES[kindOf(value)]}.`);
    },
  };
};

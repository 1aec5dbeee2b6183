/** From the tree of an expression to closures; every part that is not named here is refused. */
import { doYouMean } from '../suggest';
import { compileField, compileIndex } from './access';
import { compileCall, compileMethod } from './calls';
import { type Compile, type Compiled, type Context, failAt } from './context';
import { compileLogic, compileNegation, compileTernary } from './logic';
import { compileBinary, compileMinus } from './operators';
import type { NodeOf } from './parse';
import { compileList, compileLiteral, compileMap } from './structures';

const compileVariable = (node: NodeOf<'id'>, { variables }: Context): Compiled => {
  const name = node.args;
  const variable = variables.get(name);
  if (!variable) {
    const owner = [...variables].find(
      ([, { type }]) => type.kind === 'object' && type.fields().has(name)
    );
    const advice = owner ? `; write ${owner[0]}.${name}.` : doYouMean(name, [...variables.keys()]);
    return failAt(node)('unknown_name', `There is no "${name}"${advice}`);
  }
  const { slot, type } = variable;
  return { type, cost: 1, run: ({ slots }) => slots[slot] };
};

/** @throws {ExpressionError} for what has no meaning, or never could be true */
export const compile: Compile = (node, context) => {
  switch (node.op) {
    case 'value':
      return compileLiteral(node);
    case 'id':
      return compileVariable(node, context);
    case '.':
      return compileField(node, context, compile);
    case '[]':
      return compileIndex(node, context, compile);
    case 'call':
      return compileCall(node, context, compile);
    case 'rcall':
      return compileMethod(node, context, compile);
    case 'list':
      return compileList(node, context, compile);
    case 'map':
      return compileMap(node, context, compile);
    case '?:':
      return compileTernary(node, context, compile);
    case '&&':
    case '||':
      return compileLogic(node, context, compile);
    case '!_':
      return compileNegation(node, context, compile);
    case '-_':
      return compileMinus(node, context, compile);
    case '.?':
    case '[?]':
      return failAt(node)('syntax', 'Optional access has no meaning here: an empty field is null.');
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '==':
    case '!=':
    case 'in':
      return compileBinary(node, context, compile);
  }
};

/** Calls of CEL's own functions and methods, and of those that a developer registered. */
import type { ExpressionFunction } from '../registered-function';
import { doYouMean } from '../suggest';
import type { Builtin, Builtins } from './builtin';
import { type Compile, type Compiled, type Context, type Fail, failAt } from './context';
import { CONVERSIONS } from './conversions';
import { compileLoop, LOOP_NAMES } from './loops';
import type { Node, NodeOf } from './parse';
import { compileMatches } from './pattern';
import { BOOLEAN, DYN } from './static-types';
import { SIZE, TEXT_METHODS } from './text-functions';
import { TIME_METHODS } from './time-functions';
import { type Kind, KIND_NAMES, kindOf, type Value } from './values';

const FUNCTIONS: Builtins = { ...CONVERSIONS, size: SIZE };
const METHODS: Builtins = { ...TEXT_METHODS, ...TIME_METHODS, size: SIZE };

/** Names that cannot be registered. */
export const BUILT_IN_FUNCTIONS: readonly string[] = [...Object.keys(FUNCTIONS), 'has'];

const assertKind = (kinds: readonly Kind[], kind: Kind | 'dyn', name: string, fail: Fail): void => {
  if (kind !== 'dyn' && kind !== 'null' && !kinds.includes(kind)) {
    const wanted = kinds.map((each) => KIND_NAMES[each]).join(' or ');
    fail('wrong_type', `${name}(...) needs ${wanted}, not ${KIND_NAMES[kind]}.`);
  }
};

/** Nothing is known of null: it is no text that contains anything, and has no size. */
const compileBuiltin = (
  node: Node,
  name: string,
  { params, optional = 0, result, run }: Builtin,
  args: readonly Compiled[]
): Compiled => {
  const fail = failAt(node);
  if (args.length > params.length || args.length < params.length - optional) {
    return fail('wrong_type', `${name}(...) is called with too many or too few values.`);
  }
  args.forEach(({ type }, index) => assertKind(params[index], type.kind, name, fail));
  const ofNull = result.kind === 'boolean' ? false : null;
  return {
    type: result,
    cost: args.reduce((sum, { cost }) => sum + cost, 1),
    run(frame) {
      const values: Value[] = [];
      for (const [index, arg] of args.entries()) {
        const value = arg.run(frame);
        if (value === null) return ofNull;
        assertKind(params[index], kindOf(value), name, fail);
        values.push(value);
      }
      return run(values, { budget: frame.budget, fail });
    },
  };
};

const compileRegistered = (fn: ExpressionFunction, args: readonly Compiled[]): Compiled => ({
  type: DYN,
  cost: args.reduce((sum, { cost }) => sum + cost, 1),
  run: (frame) =>
    frame.call(
      fn,
      args.map((arg) => arg.run(frame))
    ),
});

/** `has(doc.title)`: whether the field is not empty. */
const compileHas = (node: NodeOf<'call'>, context: Context, compile: Compile): Compiled => {
  const [, [field, ...others]] = node.args;
  if (field?.op !== '.' || others.length > 0) {
    return failAt(node)('wrong_type', 'has(...) asks for a field, such as has(doc.title).');
  }
  const { cost, run } = compile(field, context);
  return { type: BOOLEAN, cost: cost + 1, run: (frame) => run(frame) !== null };
};

const builtinNamed = (builtins: Builtins, name: string): Builtin | null =>
  Object.hasOwn(builtins, name) ? builtins[name] : null;

/** `size(doc.title)`, `isOddNote(doc)` */
export const compileCall = (node: NodeOf<'call'>, context: Context, compile: Compile): Compiled => {
  const [name, argNodes] = node.args;
  if (name === 'has') {
    return compileHas(node, context, compile);
  }
  const builtin = builtinNamed(FUNCTIONS, name);
  const registered = context.functions.get(name);
  if (!builtin && !registered) {
    const known = [...BUILT_IN_FUNCTIONS, ...context.functions.keys()];
    const advice = builtinNamed(METHODS, name) ? `; write x.${name}(...).` : doYouMean(name, known);
    return failAt(node)('unknown_function', `There is no function ${name}${advice}`);
  }
  const args = argNodes.map((arg) => compile(arg, context));
  return builtin
    ? compileBuiltin(node, name, builtin, args)
    : compileRegistered(registered as ExpressionFunction, args);
};

/** `doc.title.contains("x")`, `doc.lines.exists(line, …)` */
export const compileMethod = (
  node: NodeOf<'rcall'>,
  context: Context,
  compile: Compile
): Compiled => {
  const [name, receiver, argNodes] = node.args;
  if (LOOP_NAMES.includes(name)) {
    return compileLoop(node, context, compile);
  }
  if (name === 'matches') {
    return compileMatches(node, context, compile);
  }
  const builtin = builtinNamed(METHODS, name);
  if (!builtin) {
    const isFunction = context.functions.has(name) || BUILT_IN_FUNCTIONS.includes(name);
    const advice = isFunction
      ? `; write ${name}(...).`
      : doYouMean(name, [...Object.keys(METHODS), ...LOOP_NAMES, 'matches']);
    return failAt(node)('unknown_function', `There is no method ${name}${advice}`);
  }
  const args = [receiver, ...argNodes].map((arg) => compile(arg, context));
  return compileBuiltin(node, name, builtin, args);
};

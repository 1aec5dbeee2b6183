import { compile } from './cel/compile';
import { BUILT_IN_FUNCTIONS } from './cel/calls';
import type { Compiled, Variable } from './cel/context';
import { evaluate } from './cel/evaluate';
import { parse } from './cel/parse';
import { readsOf } from './cel/reads';
import { DYN, objectType } from './cel/static-types';
import { ExpressionError } from './expression-error';
import type { ExpressionFunction } from './registered-function';
import { type Shape, valueOf } from './shape';
import type { JsonValue } from '../protocol';

export interface ExpressionOptions {
  /** What the expression can name, and what it holds; `dyn`: anything. */
  readonly variables: Readonly<Record<string, Shape | 'dyn'>>;
  readonly functions?: readonly ExpressionFunction[];
  /** `boolean`: a condition; an expression that can answer nothing else is refused. */
  readonly expects?: 'boolean' | 'anything';
}

export interface CompiledExpression {
  /**
   * The answer as plain JSON; a promise of it when a registered function answered with one.
   * @throws {ExpressionError} or rejects with it; never with anything else
   */
  evaluate(scope: Readonly<Record<string, JsonValue>>): JsonValue | Promise<JsonValue>;
  /** The fields of a variable that it depends on; null: any of them. */
  readsOf(variable: string): readonly string[] | null;
}

const FUNCTION_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

/** Whether a function can be registered by this name: no two can share one. */
export const isFunctionName = (name: string): boolean =>
  FUNCTION_NAME.test(name) && !BUILT_IN_FUNCTIONS.includes(name);

const assertCondition = (source: string, { type }: Compiled) => {
  if (type.kind !== 'boolean' && type.kind !== 'dyn') {
    throw new ExpressionError(
      'wrong_type',
      'A condition is true or false: compare with something, as in doc.rating > 3.',
      { range: { start: 0, end: source.length } }
    );
  }
};

/**
 * Compiles an expression (docs/conditions.md) once, to be evaluated for many documents.
 * @throws {ExpressionError} for what is no expression, names what is not there, compares what is
 * never the same, or is too long
 */
export const compileExpression = (
  source: string,
  { variables, functions = [], expects = 'anything' }: ExpressionOptions
): CompiledExpression => {
  const names = Object.keys(variables);
  let slots = names.length;
  const tree = parse(source);
  const expression = compile(tree, {
    variables: new Map<string, Variable>(
      names.map((name, slot) => {
        const shape = variables[name];
        return [name, { slot, type: shape === 'dyn' ? DYN : objectType(() => shape) }];
      })
    ),
    functions: new Map(functions.map((fn) => [fn.name, fn])),
    patterns: [],
    takeSlot: () => {
      slots += 1;
      return slots - 1;
    },
  });
  if (expects === 'boolean') {
    assertCondition(source, expression);
  }

  return {
    evaluate: (scope) =>
      evaluate(
        expression,
        names.map((name) => valueOf(scope, name))
      ),
    readsOf: (variable) => readsOf(tree, variable),
  };
};

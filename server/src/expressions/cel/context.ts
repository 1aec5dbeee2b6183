/**
 * An expression is compiled to closures: each part knows its type and its cost, and computes its
 * value from a frame, which holds what one evaluation needs.
 */
import type { Budget } from '../budget';
import { ExpressionError, type ExpressionErrorCode } from '../expression-error';
import type { ExpressionFunction } from '../registered-function';
import type { Node } from './parse';
import type { StaticType } from './static-types';
import type { Value } from './values';

/** What one evaluation has: variables by their slot, steps that are left, answers of functions. */
export interface Frame {
  readonly slots: Value[];
  readonly budget: Budget;
  /** Of a registered function, by the order of calls. */
  call(fn: ExpressionFunction, values: readonly Value[]): Value;
}

export interface Compiled {
  readonly type: StaticType;
  /** Steps that one evaluation takes, without those that depend on the document. */
  readonly cost: number;
  readonly run: (frame: Frame) => Value;
}

export interface Variable {
  readonly slot: number;
  readonly type: StaticType;
}

/** What is known where a part of an expression stands. */
export interface Context {
  readonly variables: ReadonlyMap<string, Variable>;
  readonly functions: ReadonlyMap<string, ExpressionFunction>;
  /** The patterns that were compiled so far. */
  readonly patterns: string[];
  /** @returns a slot for one more variable */
  readonly takeSlot: () => number;
}

export type Compile = (node: Node, context: Context) => Compiled;

export type Fail = (code: ExpressionErrorCode, message: string) => never;

/** To be called with what is wrong at a place of the expression. */
export const failAt =
  ({ start, end }: Node): Fail =>
  (code, message) => {
    throw new ExpressionError(code, message, { range: { start, end } });
  };

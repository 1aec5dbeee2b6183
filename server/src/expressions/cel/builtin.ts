/** How CEL's own functions are described; none of them sees null. */
import type { Budget } from '../budget';
import type { Fail } from './context';
import type { StaticType } from './static-types';
import type { Kind, Value } from './values';

export interface CallTools {
  budget: Budget;
  fail: Fail;
}

export interface Builtin {
  /** Kinds of each argument, of a method's receiver first. */
  readonly params: readonly (readonly Kind[])[];
  /** How many of the last arguments may be left out. */
  readonly optional?: number;
  readonly result: StaticType;
  /** @param values of the kinds in `params` */
  readonly run: (values: readonly Value[], tools: CallTools) => Value;
}

/** Several with one name differ in their first argument. */
export type Builtins = Readonly<Record<string, Builtin>>;

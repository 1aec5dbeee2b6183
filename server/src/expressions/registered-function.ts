import type { JsonValue } from '../protocol';

/** A function that a developer registered; what it answers must be JSON. */
export interface ExpressionFunction {
  readonly name: string;
  /** @returns where it answers nothing, null is taken for it */
  readonly run: (...values: JsonValue[]) => JsonValue | undefined | Promise<JsonValue | undefined>;
}

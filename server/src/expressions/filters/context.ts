import type { Budget } from '../budget';
import { ExpressionError, type ExpressionErrorCode } from '../expression-error';
import { isArray, type JsonObject } from '../shape';
import type { JsonValue } from '../../protocol';
import type { Truths } from './truth';

/** One condition, judged on a row; null is the row of a relation that there is not. */
export type Test = (row: JsonObject | null, budget: Budget) => Truths;

/** Where in a filter something stands: its keys on the way. */
export type Path = readonly string[];

export const isObject = (value: JsonValue): value is { [name: string]: JsonValue } =>
  typeof value === 'object' && value !== null && !isArray(value);

/** @throws {ExpressionError} that says where in the filter it is */
export const failAt = (path: Path, code: ExpressionErrorCode, message: string): never => {
  const place = path.length > 0 ? `${path.join('.')}: ` : '';
  throw new ExpressionError(code, `${place}${message}`, { path });
};

import { errors } from '@strapi/utils';

export type ExpressionErrorCode =
  /** Not the language, or not JSON. */
  | 'syntax'
  /** Longer, deeper or with more parts than is allowed. */
  | 'too_complex'
  | 'unknown_name'
  | 'unknown_field'
  | 'unknown_function'
  | 'unknown_operator'
  /** A value of a kind that makes no sense there, or a comparison that can never be true. */
  | 'wrong_type'
  /** Of the right kind, but not one that can be used: a date that is none, a division by zero. */
  | 'invalid_value'
  /** Evaluation took more steps than are allowed. */
  | 'too_expensive'
  /** A function that a developer registered threw. */
  | 'function_failed';

/** From `start` up to, not including, `end`, in the text of the expression. */
export interface TextRange {
  start: number;
  end: number;
}

export interface ExpressionErrorDetails {
  code: ExpressionErrorCode;
  /** Where in an expression; null for filters and where no place is to blame. */
  range: TextRange | null;
  /** Where in a filter: the keys on the way. */
  path: string[] | null;
}

/**
 * What is wrong with an expression or a filter, as a sentence that says what to do. Thrown when one
 * is compiled, which is an answer of 400 to whoever saves it, and when one cannot be evaluated.
 */
export class ExpressionError extends errors.ValidationError<string, ExpressionErrorDetails> {
  constructor(
    code: ExpressionErrorCode,
    message: string,
    where: { range?: TextRange | null; path?: readonly string[] } = {},
    options: { cause?: unknown } = {}
  ) {
    const { range = null, path } = where;
    super(message, { code, range, path: path ? [...path] : null });
    this.cause = options.cause;
  }

  get code(): ExpressionErrorCode {
    return this.details.code;
  }
}

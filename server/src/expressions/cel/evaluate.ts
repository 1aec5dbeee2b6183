/** One evaluation of a compiled expression, which may have to wait for registered functions. */
import { Budget } from '../budget';
import { ExpressionError } from '../expression-error';
import type { ExpressionFunction } from '../registered-function';
import type { JsonValue } from '../../protocol';
import type { Compiled, Frame } from './context';
import { toJson, type Value } from './values';

const MAX_CALLS = 100;

type Answer = Awaited<ReturnType<ExpressionFunction['run']>>;

/** Ends an attempt: the answer of a function is not there yet. */
class Waiting extends Error {
  constructor(
    readonly fn: ExpressionFunction,
    readonly promise: PromiseLike<Answer>
  ) {
    super(`Waiting for ${fn.name}.`);
  }
}

const functionFailed = ({ name }: ExpressionFunction, cause: unknown): ExpressionError => {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ExpressionError('function_failed', `${name}(...) failed: ${reason}`, {}, { cause });
};

const toExpressionError = (cause: unknown): ExpressionError =>
  cause instanceof ExpressionError
    ? cause
    : new ExpressionError('too_complex', 'This cannot be evaluated: simplify it.', {}, { cause });

/** A query of knex, for instance, is waited for as a promise is. */
const isThenable = (answer: ReturnType<ExpressionFunction['run']>): answer is Promise<Answer> =>
  typeof answer === 'object' &&
  answer !== null &&
  'then' in answer &&
  typeof answer.then === 'function';

const ask = (fn: ExpressionFunction, values: readonly Value[], budget: Budget): Value => {
  const args = values.map((value) => toJson(value, budget));
  let answer: ReturnType<ExpressionFunction['run']>;
  try {
    answer = fn.run(...args);
  } catch (error) {
    throw functionFailed(fn, error);
  }
  if (isThenable(answer)) {
    throw new Waiting(fn, answer);
  }
  return toJson(answer, budget);
};

/**
 * Evaluates once, and again each time that a function which was waited for has answered. Answers
 * are kept by the order of calls, which is the same each time: no call is made twice, and the
 * closures need not know of promises. All attempts together have the steps of one evaluation.
 */
class Evaluation implements Frame {
  readonly budget = new Budget();
  private readonly answers: Value[] = [];
  private calls = 0;

  constructor(
    private readonly expression: Compiled,
    readonly slots: Value[]
  ) {}

  call(fn: ExpressionFunction, values: readonly Value[]): Value {
    const index = this.calls;
    this.calls += 1;
    if (index === this.answers.length) {
      if (index >= MAX_CALLS) {
        throw new ExpressionError(
          'too_expensive',
          `Registered functions are called more than ${MAX_CALLS} times: call one for the whole list.`
        );
      }
      this.answers.push(ask(fn, values, this.budget));
    }
    return this.answers[index];
  }

  attempt(): JsonValue | Promise<JsonValue> {
    const { expression, budget } = this;
    this.calls = 0;
    try {
      budget.charge(expression.cost);
      return toJson(expression.run(this), budget);
    } catch (error) {
      if (error instanceof Waiting) {
        return this.waitFor(error);
      }
      throw toExpressionError(error);
    }
  }

  private async waitFor({ fn, promise }: Waiting): Promise<JsonValue> {
    let answer: Answer;
    try {
      answer = await promise;
    } catch (error) {
      throw functionFailed(fn, error);
    }
    this.answers.push(toJson(answer, this.budget));
    return this.attempt();
  }
}

/** @param variables by their slots; loops take those after them */
export const evaluate = (
  expression: Compiled,
  variables: Value[]
): JsonValue | Promise<JsonValue> => new Evaluation(expression, variables).attempt();

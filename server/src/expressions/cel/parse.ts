/**
 * CEL's grammar, by @marcbachmann/cel-js. Only its parser is used: why not its evaluator is told in
 * docs/decisions/0007-expressions-are-cel.md.
 */
import { type ASTNode, type BinaryOperator, Environment, ParseError } from '@marcbachmann/cel-js';

import { ExpressionError } from '../expression-error';

export type { BinaryOperator };
export type Node = ASTNode;
/** A node of one operator. */
export type NodeOf<Op extends Node['op']> = Extract<Node, { op: Op }>;

/** More than an expression that a person can read needs. */
export const MAX_EXPRESSION_LENGTH = 2000;

const grammar = new Environment({
  limits: {
    maxAstNodes: 300,
    maxDepth: 30,
    maxListElements: 200,
    maxMapEntries: 100,
    maxCallArguments: 10,
  },
});

const HINTS: Readonly<Record<string, string>> = {
  '=': ' Compare with ==.',
  '&': ' Join conditions with &&.',
  '|': ' Join conditions with ||.',
  and: ' Join conditions with &&.',
  or: ' Join conditions with ||.',
  '': ' It ends too early.',
};

const tooComplex = () =>
  new ExpressionError(
    'too_complex',
    `The expression is too long or too deeply nested (at most ${MAX_EXPRESSION_LENGTH} characters): split it, or register a function for it.`
  );

const syntaxError = (source: string, error: ParseError): ExpressionError => {
  const { code, range = null } = error;
  if (code === 'limit_exceeded') {
    return tooComplex();
  }
  if (code === 'invalid_macro_argument') {
    return new ExpressionError(
      'syntax',
      'A loop begins with a name for its entries, as in doc.lines.exists(line, line.price > 3).',
      { range }
    );
  }
  const found = range ? source.slice(range.start, range.end) : '';
  const hint = Object.hasOwn(HINTS, found) ? HINTS[found] : '';
  const place = found === '' ? '' : ` at "${found.slice(0, 40)}"`;
  return new ExpressionError(
    'syntax',
    `This is no valid expression${place}.${hint || ` (${error.summary})`}`,
    { range }
  );
};

/** @throws {ExpressionError} `syntax` or `too_complex` */
export const parse = (source: string): Node => {
  if (source.length > MAX_EXPRESSION_LENGTH) {
    throw tooComplex();
  }
  try {
    return grammar.parse(source).ast;
  } catch (error) {
    // A long chain of `!` or `-` is not counted before the stack is full.
    throw error instanceof ParseError ? syntaxError(source, error) : tooComplex();
  }
};

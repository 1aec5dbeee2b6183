/** The texts in which people write conditions and look-ups. */
import { ExpressionError } from './expression-error';
import type { JsonValue } from '../protocol';

export type Condition =
  | { kind: 'expression'; source: string }
  /** Strapi's filter object. */
  | { kind: 'filter'; filter: JsonValue }
  /** A registered function, or the uid of a service method. */
  | { kind: 'command'; name: string };

export type ValueSource = { kind: 'field'; name: string } | { kind: 'expression'; source: string };

/** More than a condition that a person can read needs. */
export const MAX_CONDITION_LENGTH = 10_000;

const COMMAND = /^cmd:\s*(.*)$/s;
const COMMAND_NAME = /^(?:(?:api|plugin|admin)::[\w-]+\.)?[\w-]+(?:\.[\w-]+)*$/;
const EVALUATED = /^eval:(.*)$/s;

const parseFilter = (text: string): JsonValue => {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ExpressionError(
      'syntax',
      `A condition that begins with { is a filter in JSON, and this is none: ${reason}. Names and texts are in double quotes.`,
      {},
      { cause: error }
    );
  }
};

const parseCommand = (name: string): Condition => {
  if (!COMMAND_NAME.test(name)) {
    throw new ExpressionError(
      'syntax',
      'After cmd: comes the name of a registered function or of a service method, such as "cmd: isOddNote" or "cmd: api::note.note.isOddNote".'
    );
  }
  return { kind: 'command', name };
};

/**
 * A condition as it is written: JSON is a filter, `cmd: name` calls a function, and all else is an
 * expression. What is in it is checked when it is compiled.
 * @throws {ExpressionError} `syntax` or `too_complex`
 */
export const parseCondition = (text: string): Condition => {
  if (text.length > MAX_CONDITION_LENGTH) {
    throw new ExpressionError(
      'too_complex',
      `A condition has at most ${MAX_CONDITION_LENGTH} characters: register a function for it.`
    );
  }
  const trimmed = text.trim();
  if (trimmed === '') {
    throw new ExpressionError('syntax', 'The condition is empty: write one, or leave it out.');
  }
  if (trimmed.startsWith('{')) {
    return { kind: 'filter', filter: parseFilter(trimmed) };
  }
  const command = COMMAND.exec(trimmed);
  if (command) {
    return parseCommand(command[1]);
  }
  return { kind: 'expression', source: text };
};

/**
 * What a look-up is compared with: `eval: doc.name + " Ltd"` is an expression, all else the name of
 * a field.
 * @throws {ExpressionError} `syntax`
 */
export const parseValueSource = (text: string): ValueSource => {
  const trimmed = text.trim();
  if (trimmed === '') {
    throw new ExpressionError('syntax', 'Name a field, or write an expression after eval:.');
  }
  const evaluated = EVALUATED.exec(trimmed);
  if (!evaluated) {
    return { kind: 'field', name: trimmed };
  }
  return { kind: 'expression', source: evaluated[1] };
};

/**
 * `text.matches(pattern)` with RE2, whose time grows with the text and never with what is in it.
 * JavaScript's own expressions can take for ever.
 */
import { RE2JS } from 're2js';

import { type Compile, type Compiled, type Context, failAt } from './context';
import type { Node, NodeOf } from './parse';
import { BOOLEAN } from './static-types';
import { literalText } from './structures';
import { KIND_NAMES, kindOf } from './values';

/** Compiling patterns takes time as well: so much may be in one expression. */
const MOST_PATTERNS = 5;
const MOST_PATTERN_CHARACTERS = 200;
/** Of RE2's instructions; each may be looked at for each character. */
const LARGEST_PATTERN = 250;

const readPattern = (node: Node, source: string, { patterns }: Context): RE2JS => {
  const fail = failAt(node);
  const tooLarge = () =>
    fail(
      'too_complex',
      'Patterns are too many or too large here: use shorter ones, or smaller numbers in { }.'
    );
  patterns.push(source);
  if (patterns.length > MOST_PATTERNS || patterns.join('').length > MOST_PATTERN_CHARACTERS) {
    return tooLarge();
  }
  let pattern: RE2JS;
  try {
    pattern = RE2JS.compile(source);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail('invalid_value', `This is no valid pattern (RE2): ${reason}`);
  }
  return pattern.programSize() > LARGEST_PATTERN ? tooLarge() : pattern;
};

export const compileMatches = (
  node: NodeOf<'rcall'>,
  context: Context,
  compile: Compile
): Compiled => {
  const fail = failAt(node);
  const [, textNode, [patternNode, ...others]] = node.args;
  const source = patternNode && others.length === 0 ? literalText(patternNode) : null;
  if (source === null) {
    return fail('wrong_type', 'matches(...) takes one pattern, in quotes.');
  }
  const { type, cost, run } = compile(textNode, context);
  if (!['string', 'dyn', 'null'].includes(type.kind)) {
    return fail('wrong_type', 'Only texts match a pattern.');
  }
  const pattern = readPattern(patternNode, source, context);
  const stepsPerCharacter = pattern.programSize();
  return {
    type: BOOLEAN,
    cost: cost + 1,
    run(frame) {
      const text = run(frame);
      if (text === null) return false;
      if (typeof text !== 'string') {
        return fail('wrong_type', `Only texts match a pattern, not ${KIND_NAMES[kindOf(text)]}.`);
      }
      frame.budget.charge(text.length * stepsPerCharacter);
      return pattern.test(text);
    },
  };
};

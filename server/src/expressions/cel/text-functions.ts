/** Methods of texts, and of lists of them. */
import { CHARACTERS_PER_STEP, type Budget } from '../budget';
import type { Builtin, Builtins, CallTools } from './builtin';
import type { Fail } from './context';
import { BOOLEAN, NUMBER, TEXT } from './static-types';
import { type Dictionary, isList, type List, namesOf, type Value } from './values';

/** A place found costs more than the characters on the way to it. */
const STEPS_PER_PLACE = 10;

const scan = (budget: Budget, text: string) =>
  budget.charge(text.length / CHARACTERS_PER_STEP.scan);

const build = (budget: Budget, length: number) => budget.charge(length / CHARACTERS_PER_STEP.build);

/** A method of a text that takes one more. */
const ofTwo = (
  result: Builtin['result'],
  run: (text: string, other: string, tools: CallTools) => Value
): Builtin => ({
  params: [['string'], ['string']],
  result,
  run: ([text, other], tools) => run(text as string, other as string, tools),
});

const ofOne = (run: (text: string, tools: CallTools) => Value): Builtin => ({
  params: [['string']],
  result: TEXT,
  run: ([text], tools) => run(text as string, tools),
});

/** Characters as a reader counts them: an emoji is one, though JavaScript holds it as two. */
const countCharacters = (text: string): number => {
  let count = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit >= 0xd800 && unit < 0xdc00) count -= 1;
  }
  return count;
};

const position = (value: Value, least: number, most: number, fail: Fail): number =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
    ? value
    : fail('invalid_value', `There is no such position in a text of ${most} characters.`);

const indexOf =
  (search: 'indexOf' | 'lastIndexOf'): Builtin['run'] =>
  ([text, other, from], { budget, fail }) => {
    const [whole, part] = [text as string, other as string];
    budget.chargeSearch(whole, part);
    return from === undefined
      ? whole[search](part)
      : whole[search](part, position(from, 0, whole.length, fail));
  };

/** The parts between separators; no more than `most` of them, the last one with what is left. */
const split = (text: string, separator: string, most: number, budget: Budget): string[] => {
  budget.chargeSearch(text, separator);
  const parts: string[] = [];
  let start = 0;
  while (parts.length < most - 1) {
    budget.charge(STEPS_PER_PLACE);
    const end = separator === '' ? start + 1 : text.indexOf(separator, start);
    if (end < 0 || end >= text.length + (separator === '' ? 0 : 1)) {
      break;
    }
    parts.push(text.slice(start, end));
    start = end + separator.length;
  }
  return [...parts, text.slice(start)];
};

const joinTexts: Builtin['run'] = ([list, separator = ''], { budget, fail }) => {
  const items = list as List;
  const between = separator as string;
  budget.charge(items.length);
  if (!items.every((item) => typeof item === 'string')) {
    return fail('wrong_type', 'Only texts can be joined: make them texts with map(x, string(x)).');
  }
  build(
    budget,
    items.reduce((sum, item) => sum + item.length + between.length, 0)
  );
  return items.join(between);
};

export const TEXT_METHODS: Builtins = {
  contains: ofTwo(BOOLEAN, (text, part, { budget }) => {
    budget.chargeSearch(text, part);
    return text.includes(part);
  }),
  startsWith: ofTwo(BOOLEAN, (text, part, { budget }) => {
    budget.charge(part.length / CHARACTERS_PER_STEP.compare);
    return text.startsWith(part);
  }),
  endsWith: ofTwo(BOOLEAN, (text, part, { budget }) => {
    budget.charge(part.length / CHARACTERS_PER_STEP.compare);
    return text.endsWith(part);
  }),
  lowerAscii: ofOne((text, { budget }) => {
    scan(budget, text);
    return text.toLowerCase();
  }),
  upperAscii: ofOne((text, { budget }) => {
    scan(budget, text);
    return text.toUpperCase();
  }),
  trim: ofOne((text, { budget }) => {
    scan(budget, text);
    return text.trim();
  }),
  indexOf: {
    params: [['string'], ['string'], ['number']],
    optional: 1,
    result: NUMBER,
    run: indexOf('indexOf'),
  },
  lastIndexOf: {
    params: [['string'], ['string'], ['number']],
    optional: 1,
    result: NUMBER,
    run: indexOf('lastIndexOf'),
  },
  substring: {
    params: [['string'], ['number'], ['number']],
    optional: 1,
    result: TEXT,
    run([value, from, to], { fail }) {
      const text = value as string;
      const start = position(from, 0, text.length, fail);
      return to === undefined
        ? text.slice(start)
        : text.slice(start, position(to, start, text.length, fail));
    },
  },
  split: {
    params: [['string'], ['string'], ['number']],
    optional: 1,
    result: { kind: 'list', item: TEXT },
    run: ([text, separator, most], { budget, fail }) =>
      split(
        text as string,
        separator as string,
        most === undefined ? Infinity : position(most, 1, Number.MAX_SAFE_INTEGER, fail),
        budget
      ),
  },
  replace: {
    params: [['string'], ['string'], ['string']],
    result: TEXT,
    run([text, part, by], { budget }) {
      const parts = split(text as string, part as string, Infinity, budget);
      build(budget, (text as string).length + (parts.length - 1) * (by as string).length);
      return parts.join(by as string);
    },
  },
  join: { params: [['list'], ['string']], optional: 1, result: TEXT, run: joinTexts },
};

/** `size(x)` and `x.size()` */
export const SIZE: Builtin = {
  params: [['string', 'list', 'object']],
  result: NUMBER,
  run([value], { budget }) {
    if (typeof value === 'string') {
      scan(budget, value);
      return countCharacters(value);
    }
    return isList(value) ? value.length : namesOf(value as Dictionary, budget).length;
  },
};

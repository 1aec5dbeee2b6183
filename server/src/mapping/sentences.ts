/** Parts of the sentences that say what is wrong. */
import type { JsonValue } from '../protocol';

const MAX_QUOTED_CHARACTERS = 60;
const MAX_LISTED = 10;

/** A value as a message shows it. */
export const quote = (value: JsonValue): string => {
  const shown = JSON.stringify(value);
  return shown.length > MAX_QUOTED_CHARACTERS ? `${shown.slice(0, MAX_QUOTED_CHARACTERS)}…` : shown;
};

/** What a value of a type is called. */
export const nameValue = ({ type }: { type: string }): string =>
  `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type} value`;

/** `red, green, blue`; of a long list, the first. */
export const list = (names: readonly string[], separator = ', '): string =>
  names.slice(0, MAX_LISTED).join(separator) + (names.length > MAX_LISTED ? ' …' : '');

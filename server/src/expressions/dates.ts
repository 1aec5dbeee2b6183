/** Dates and times as Strapi writes them; what has no time zone is UTC on every site. */

const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])/;
const TIME = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,3}))?)?$/;
const INSTANT =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(?:Z|([+-]\d{2})(?::?(\d{2}))?)?)?$/;
const MILLISECONDS = /^-?\d{10,16}$/;
const LONGEST = 64;

const isDay = (text: string): boolean => {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
};

/** `2026-01-31` of a text that begins with a date, or null. */
export const parseDate = (text: string): string | null => {
  const found = text.length <= LONGEST ? DATE.exec(text) : null;
  return found && isDay(found[0]) ? found[0] : null;
};

/** `09:30:00.000` of `09:30`, or null. */
export const parseTime = (text: string): string | null => {
  const found = TIME.exec(text);
  if (!found) {
    return null;
  }
  const [, hours, minutes, seconds = '00', fraction = ''] = found;
  return `${hours}:${minutes}:${seconds}.${fraction.padEnd(3, '0')}`;
};

/** Whether a `Date` can hold it. */
export const isInstant = (milliseconds: number): boolean =>
  Math.abs(milliseconds) <= 8_640_000_000_000_000;

/** Milliseconds since 1970 of an ISO date, with or without a time, or of such a number as text. */
export const parseInstant = (text: string): number | null => {
  if (text.length > LONGEST) {
    return null;
  }
  if (MILLISECONDS.test(text)) {
    return isInstant(Number(text)) ? Number(text) : null;
  }
  const found = INSTANT.exec(text);
  if (!found || parseDate(text) === null) {
    return null;
  }
  const [, day, time = '00:00', hours, minutes = '00'] = found;
  const instant = Date.parse(`${day}T${time}${hours === undefined ? 'Z' : `${hours}:${minutes}`}`);
  return Number.isNaN(instant) ? null : instant;
};

/** Getters of timestamps, which are in UTC, and of durations. */
import type { Builtin, Builtins } from './builtin';
import { NUMBER } from './static-types';
import { Duration } from './values';

const DAY = 86_400_000;

const ofDate = (get: (date: Date) => number): Builtin => ({
  params: [['timestamp']],
  result: NUMBER,
  run: ([date]) => get(date as Date),
});

/** Of a timestamp its part, of a duration all of it in whole units. */
const ofBoth = (get: (date: Date) => number, unit: number): Builtin => ({
  params: [['timestamp', 'duration']],
  result: NUMBER,
  run: ([value]) =>
    value instanceof Duration ? Math.trunc(value.milliseconds / unit) : get(value as Date),
});

export const TIME_METHODS: Builtins = {
  getFullYear: ofDate((date) => date.getUTCFullYear()),
  getMonth: ofDate((date) => date.getUTCMonth()),
  getDate: ofDate((date) => date.getUTCDate()),
  getDayOfMonth: ofDate((date) => date.getUTCDate() - 1),
  getDayOfWeek: ofDate((date) => date.getUTCDay()),
  getDayOfYear: ofDate((date) =>
    Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY)
  ),
  getHours: ofBoth((date) => date.getUTCHours(), 3_600_000),
  getMinutes: ofBoth((date) => date.getUTCMinutes(), 60_000),
  getSeconds: ofBoth((date) => date.getUTCSeconds(), 1000),
  getMilliseconds: ofBoth((date) => date.getUTCMilliseconds(), 1),
};

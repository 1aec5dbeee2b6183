export interface RelativeTime {
  value: number;
  unit: 'second' | 'minute' | 'hour' | 'day';
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago, in the largest unit that fits. Clocks of two sites differ: nothing is "in 3 s". */
export const relativeTime = (secondsAgo: number): RelativeTime => {
  const seconds = Math.max(0, Math.round(secondsAgo));
  if (seconds < MINUTE) {
    return { value: -seconds, unit: 'second' };
  }
  if (seconds < HOUR) {
    return { value: -Math.floor(seconds / MINUTE), unit: 'minute' };
  }
  if (seconds < DAY) {
    return { value: -Math.floor(seconds / HOUR), unit: 'hour' };
  }
  return { value: -Math.floor(seconds / DAY), unit: 'day' };
};

import type { Dump } from './read-dump';
import type { Json } from './scalars';

export interface CompareOptions {
  /** Also the order in which the inverse side of a relation lists its sources. */
  inverseOrder?: boolean;
}

const isObject = (value: Json | undefined): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const show = (value: Json | undefined): string =>
  value === undefined ? 'nothing' : JSON.stringify(value);

/** One line for each place in which the two are not equal. */
const differencesOf = (
  place: string,
  left: Json | undefined,
  right: Json | undefined
): string[] => {
  if (show(left) === show(right)) return [];
  if (isObject(left) && isObject(right)) {
    return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((key) =>
      differencesOf(`${place} › ${key}`, left[key], right[key])
    );
  }
  if (Array.isArray(left) && Array.isArray(right) && left.length === right.length) {
    return left.flatMap((value, index) =>
      differencesOf(`${place} › ${index + 1}`, value, right[index])
    );
  }
  return [`${place}:\n    producer ${show(left)}\n    consumer ${show(right)}`];
};

/** What the consumer has otherwise than the producer; nothing when the two are in step. */
export const compareDumps = (
  producer: Dump,
  consumer: Dump,
  { inverseOrder = false }: CompareOptions = {}
): string[] => [
  ...differencesOf('', producer.versions, consumer.versions),
  ...(inverseOrder ? differencesOf('', producer.inverseOrder, consumer.inverseOrder) : []),
];

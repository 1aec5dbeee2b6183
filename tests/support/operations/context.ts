import type { Model, Schemas } from '../schemas';
import type { Random } from '../seed';
import type { KnownDocuments } from './known-documents';
import type { Kind, Operation } from './operation';

export const LOCALES = ['en', 'fr', 'de'] as const;
export const DEFAULT_LOCALE = 'en';

/** What the next operation is chosen from. */
export interface Context {
  random: Random;
  known: KnownDocuments;
  schemas: Schemas;
  /** The content types that operations may change. */
  models: readonly Model[];
}

export interface Generator {
  kind: Kind;
  weight: number;
  /** null when the site's state does not allow such an operation now. */
  make(context: Context): Omit<Operation, 'kind'> | null;
}

/** The first of `count` picks that is good. */
export const pickWhere = <T>(
  random: Random,
  values: readonly T[],
  isGood: (value: T) => boolean
): T | null => {
  const good = values.filter(isGood);
  return good.length === 0 ? null : random.pick(good);
};

const NESTED = new Set(['relation', 'media', 'component', 'dynamiczone']);

const richness = ({ attributes }: Model) =>
  Object.values(attributes).filter(({ type }) => NESTED.has(type)).length;

/** One of the good models, the better of two picks: more can go wrong where there is more. */
export const pickModel = (
  { random, models }: Context,
  isGood: (model: Model) => boolean
): Model | null => {
  const first = pickWhere(random, models, isGood);
  const second = pickWhere(random, models, isGood);
  return first && second && richness(second) > richness(first) ? second : first;
};

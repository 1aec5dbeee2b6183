import type { Context, Generator } from './context';
import { bypassGenerators } from './generators/bypass';
import { createGenerators } from './generators/create';
import { localeGenerators } from './generators/locales';
import { mediaGenerators } from './generators/media';
import { transactionGenerators } from './generators/transactions';
import { updateGenerators } from './generators/update';
import { versionGenerators } from './generators/versions';
import type { Kind, Operation } from './operation';

const GENERATORS: Generator[] = [
  ...createGenerators,
  ...updateGenerators,
  ...versionGenerators,
  ...mediaGenerators,
  ...bypassGenerators,
  ...transactionGenerators,
  ...localeGenerators,
];

const pickWeighted = (context: Context, generators: readonly Generator[]): Generator => {
  const total = generators.reduce((sum, { weight }) => sum + weight, 0);
  let left = context.random.next() * total;
  return generators.find(({ weight }) => (left -= weight) < 0) ?? generators[0];
};

const MOST_TRIES = 10_000;

/** Documents come to be and go in every run, or there would be nothing to work on. */
const ALWAYS = new Set(createGenerators);

/** The next operation of these kinds that fits what is on the site. */
export const nextOperation = (context: Context, kinds: readonly Kind[]): Operation => {
  const generators = GENERATORS.filter(
    (generator) => kinds.includes(generator.kind) || ALWAYS.has(generator)
  );
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const generator = pickWeighted(context, generators);
    const made = generator.make(context);
    if (made) return { kind: generator.kind, ...made };
  }
  throw new Error(`No operation of these kinds fits what is on the site: ${kinds.join(', ')}.`);
};

/** Random documents for filters to choose among. */
import fc from 'fast-check';

import type { Shape } from '../../../server/src/expressions';
import type { JsonValue } from '../../../server/src/protocol';
import type { Fields } from './random-filters';
import {
  CONTACT_SHAPE,
  JOB_SHAPE,
  LINK_SHAPE,
  REQUIREMENT_SHAPE,
  SAMPLE_SHAPE,
  valuesOf,
  WORDS,
} from './shapes';

const fieldsOf = (shape: Shape, names: readonly string[]): fc.Arbitrary<Fields> =>
  fc.record(
    Object.fromEntries(
      names.map((name) => {
        const value = fc.constantFrom(...valuesOf(name, shape[name]));
        return [
          name,
          fc.oneof({ weight: 4, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) }),
        ];
      })
    )
  );

const word = fc.constantFrom(...WORDS);

export const randomSample = fieldsOf(
  SAMPLE_SHAPE,
  Object.keys(SAMPLE_SHAPE).filter((name) => name !== 'documentId')
);

/** A job that refers to some of these places and authors, or to none. */
export const randomJob = (
  places: readonly string[],
  authors: readonly string[]
): fc.Arbitrary<Fields> => {
  const oneOf = (ids: readonly string[]) => fc.constantFrom<JsonValue>(null, ...ids);
  const contact = fc
    .tuple(fieldsOf(CONTACT_SHAPE, ['name']), oneOf(authors))
    .map(([fields, person]): Fields => ({ ...fields, person }));
  const link = fc
    .tuple(fieldsOf(LINK_SHAPE, ['url']), word)
    .map(([fields, label]): Fields => ({ ...fields, label }));
  const requirement = fc
    .tuple(fieldsOf(REQUIREMENT_SHAPE, ['weight']), word, fc.array(link, { maxLength: 2 }))
    .map(([fields, label, links]): Fields => ({ ...fields, label, links }));
  return fc
    .tuple(
      fieldsOf(JOB_SHAPE, ['salary', 'level']),
      fc.record({
        title: word,
        contacts: fc.array(contact, { maxLength: 2 }),
        requirements: fc.array(requirement, { maxLength: 2 }),
        place: oneOf(places),
        contactPerson: oneOf(authors),
      })
    )
    .map(([fields, others]): Fields => ({ ...fields, ...others }));
};

/** What is wrong with a mapping, before it is saved. */
import { differenceWith, isEqual, uniqWith } from 'lodash';

import type { Core } from '@strapi/strapi';

import { mappingContext } from './mapping-context';
import type { Offer } from './offered-shapes';
import { planMappings } from './plan-mappings';
import { type ProducerRow, toMappedSubscriptions } from '../producer-store';
import { InvalidMappingError, validateMapping } from '../../mapping';
import type { MappingDefinition, MappingProblem, Shapes } from '../../protocol';

/** All mappings as they will be. */
export const withDraft = (
  mappings: readonly MappingDefinition[],
  draft: MappingDefinition
): MappingDefinition[] => [
  ...mappings.filter(({ documentId }) => documentId !== draft.documentId),
  draft,
];

const planOf = (producer: ProducerRow, mappings: readonly MappingDefinition[]) =>
  planMappings(toMappedSubscriptions(producer), mappings);

/** Whether documents of the producer are mapped with it, in whatever part. */
export const isUsedBy = (
  producer: ProducerRow,
  mappings: readonly MappingDefinition[],
  documentId: string | null
): boolean =>
  documentId !== null &&
  [...planOf(producer, mappings).used].some((mapping) => mapping.documentId === documentId);

const has = (shapes: Shapes | null, uid: string): shapes is Shapes =>
  shapes !== null && Object.hasOwn(shapes, uid);

const errorsOf = (
  strapi: Core.Strapi,
  mapping: MappingDefinition,
  mappings: readonly MappingDefinition[],
  remote: Shapes
): MappingProblem[] =>
  validateMapping(mapping, mappingContext(strapi, mappings, remote)).filter(
    ({ severity }) => severity === 'error'
  );

/** Of mappings whose rows name this one: what would be wrong with them, and is not now. */
const findBroken = (
  strapi: Core.Strapi,
  before: readonly MappingDefinition[],
  draft: MappingDefinition,
  remote: Shapes
): MappingProblem[] => {
  const after = withDraft(before, draft);
  return before
    .filter(
      ({ documentId, fields }) =>
        documentId !== draft.documentId &&
        fields.some(({ mapping }) => mapping !== null && mapping === draft.documentId)
    )
    .flatMap((other): MappingProblem[] => {
      const broken = differenceWith(
        errorsOf(strapi, other, after, remote),
        errorsOf(strapi, other, before, remote),
        isEqual
      );
      return broken.length > 0
        ? [
            {
              severity: 'error',
              row: null,
              field: 'fields',
              message:
                'Rows of another mapping name this one. ' +
                new InvalidMappingError(other, broken).message,
            },
          ]
        : [];
    });
};

const unchecked = ({ remoteContentType }: MappingDefinition, offers: Offer[]): MappingProblem => {
  const silent = offers.flatMap(({ producer, error }) =>
    error === null ? [] : [`${producer.name} could not be asked: ${error}`]
  );
  return {
    severity: 'warning',
    row: null,
    field: 'remoteContentType',
    message:
      `No producer offers ${remoteContentType} as far as this site knows, so that the rows could ` +
      'be checked only for what is here. They are checked when a producer is saved with this ' +
      `mapping.${silent.length > 0 ? ` (${silent.join(' ')})` : ''}`,
  };
};

/**
 * @param mappings as they are
 * @param offers of all producers: those that use the mapping count, or else the first that has its
 *   remote content type
 */
export const checkMapping = (
  strapi: Core.Strapi,
  draft: MappingDefinition,
  mappings: readonly MappingDefinition[],
  offers: Offer[]
): MappingProblem[] => {
  const after = withDraft(mappings, draft);
  const { remoteContentType } = draft;
  const using = offers.filter(({ producer }) => isUsedBy(producer, after, draft.documentId));
  const first = offers.find(({ shapes }) => has(shapes, remoteContentType));
  const counting = using.length > 0 ? using : first ? [first] : [];
  const known = counting.flatMap(({ shapes }) => (shapes ? [shapes] : []));

  const contradictions = using.flatMap(({ producer }) =>
    planOf(producer, after).problems.map(
      (problem): MappingProblem => ({
        severity: 'error',
        row: null,
        field: 'remoteContentType',
        message: `${producer.name} uses this mapping. ${problem}`,
      })
    )
  );
  const checked = known.flatMap((remote) => [
    ...validateMapping(draft, mappingContext(strapi, after, remote)),
    ...findBroken(strapi, mappings, draft, remote),
  ]);
  const local = validateMapping(draft, mappingContext(strapi, after, {})).filter(
    ({ field, row }) => row !== null || field !== 'remoteContentType'
  );
  return uniqWith(
    known.length > 0
      ? [...contradictions, ...checked]
      : [...contradictions, ...local, unchecked(draft, offers)],
    isEqual
  );
};

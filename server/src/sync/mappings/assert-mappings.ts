import { errors } from '@strapi/utils';

import type { Core } from '@strapi/strapi';

import { mappingContext } from './mapping-context';
import type { MappingPlan } from './plan-mappings';
import { InvalidMappingError, validateMapping } from '../../mapping';
import type { MappingDefinition, Shapes } from '../../protocol';

/**
 * @param remote what the producer's content types look like
 * @returns a sentence for each mapping that does not fit: it names the rows, and what to do
 */
export const describeMappingErrors = (
  strapi: Core.Strapi,
  { used }: MappingPlan,
  mappings: readonly MappingDefinition[],
  remote: Shapes
): string[] => {
  const context = mappingContext(strapi, mappings, remote);
  return [...used].flatMap((mapping) => {
    const problems = validateMapping(mapping, context).filter(
      ({ severity }) => severity === 'error'
    );
    return problems.length > 0 ? [new InvalidMappingError(mapping, problems).message] : [];
  });
};

/** @throws ValidationError with what {@link describeMappingErrors} says */
export const assertMappings = (...args: Parameters<typeof describeMappingErrors>): void => {
  const sentences = describeMappingErrors(...args);
  if (sentences.length > 0) {
    throw new errors.ValidationError(sentences.join(' '));
  }
};

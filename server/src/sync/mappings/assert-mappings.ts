import { errors } from '@strapi/utils';

import type { Core } from '@strapi/strapi';

import { mappingContext } from './mapping-context';
import type { MappingPlan } from './plan-mappings';
import { InvalidMappingError, validateMapping } from '../../mapping';
import type { MappingDefinition, Shapes } from '../../protocol';

/**
 * @param remote what the producer's content types look like
 * @throws ValidationError that names each mapping, row and what to do
 */
export const assertMappings = (
  strapi: Core.Strapi,
  { used }: MappingPlan,
  mappings: readonly MappingDefinition[],
  remote: Shapes
): void => {
  const context = mappingContext(strapi, mappings, remote);
  const sentences = [...used].flatMap((mapping) => {
    const problems = validateMapping(mapping, context).filter(
      ({ severity }) => severity === 'error'
    );
    return problems.length > 0 ? [new InvalidMappingError(mapping, problems).message] : [];
  });
  if (sentences.length > 0) {
    throw new errors.ValidationError(sentences.join(' '));
  }
};

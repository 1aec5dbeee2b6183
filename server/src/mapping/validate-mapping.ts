import type { MappingContext } from './context';
import { readMapping } from './read-mapping';
import type { MappingDefinition, MappingProblem } from '../protocol';

/**
 * What is wrong with a mapping, row by row, against the types of both sides. Of the mappings that
 * its rows name, only whether they fit there: each is validated by itself. Without errors,
 * `compileMapping` can do with it.
 */
export const validateMapping = (
  mapping: MappingDefinition,
  context: MappingContext
): MappingProblem[] => readMapping(mapping, context).problems;

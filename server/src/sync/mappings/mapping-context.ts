import type { Core } from '@strapi/strapi';

import { createCompile } from './compile-expression';
import { localShapes } from './local-shapes';
import { functionsOf } from './mapping-functions';
import type { MappingContext } from '../../mapping';
import type { MappingDefinition, Shapes } from '../../protocol';

/** What mappings are read against, for one producer. */
export const mappingContext = (
  strapi: Core.Strapi,
  mappings: readonly MappingDefinition[],
  remote: Shapes
): MappingContext => ({
  mappings,
  local: localShapes(strapi),
  remote,
  compile: createCompile(remote, [...functionsOf(strapi).values()]),
});

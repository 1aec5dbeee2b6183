/** The mappings by which a producer's documents become documents of this site. */
import type { Core } from '@strapi/strapi';

import { mappingContext } from './mapping-context';
import { functionsOf } from './mapping-functions';
import { findMappings } from './mapping-store';
import { type MappingPlan, planMappings } from './plan-mappings';
import { readRemoteShapes } from './remote-shapes';
import { ApplyError } from '../failures';
import { type ProducerRow, isMapped, toMappedSubscriptions } from '../producer-store';
import {
  type CompiledMapping,
  type MappingContext,
  InvalidMappingError,
  compileMapping,
  findType,
} from '../../mapping';

export interface ProducerMappings {
  /** Whether any content type of the producer is mapped. */
  readonly isMapped: boolean;
  /** Everything that its mappings depend on, to notice when that is no longer the same. */
  readonly basis: unknown;
  /** Whether documents of a remote content type are mapped. Never fails. */
  maps(remoteContentType: string): boolean;
  /** The locale that its documents have on the producer if none is named; null: not known. */
  defaultLocaleOf(remoteContentType: string): string | null;
  /**
   * The mapping of a remote content type, compiled when it is first asked for.
   * @returns null: its documents come as they are
   * @throws ApplyError `schema`, with every problem as a sentence, when the mapping does not fit the
   *   content types of the two sites (any more), or two mappings of the producer contradict
   */
  mappingFor(remoteContentType: string): CompiledMapping | null;
  /**
   * The content type of this site that documents become, with a mapping or without; it need not
   * exist here. Never fails.
   */
  localContentTypeOf(remoteContentType: string): string;
}

const NONE: ProducerMappings = {
  isMapped: false,
  basis: null,
  maps: () => false,
  defaultLocaleOf: () => null,
  mappingFor: () => null,
  localContentTypeOf: (remoteContentType) => remoteContentType,
};

const compile = (
  plan: MappingPlan,
  context: MappingContext,
  remoteContentType: string
): CompiledMapping | null => {
  const mapping = plan.mappings.get(remoteContentType);
  if (!mapping) {
    return null;
  }
  if (plan.problems.length > 0) {
    throw new ApplyError(
      'schema',
      `The mappings contradict each other. ${plan.problems.join(' ')}`
    );
  }
  try {
    return compileMapping(mapping, context);
  } catch (error) {
    throw error instanceof InvalidMappingError
      ? new ApplyError('schema', `${error.message} Then the document goes on by itself.`)
      : error;
  }
};

/**
 * @param producer its subscriptions say which mappings count
 * @param context what the mappings are read against
 */
export const createMappings = (
  strapi: Core.Strapi,
  producer: Pick<ProducerRow, 'subscriptions'>,
  context: MappingContext
): ProducerMappings => {
  const plan = planMappings(toMappedSubscriptions(producer), context.mappings);
  const compiled = new Map<string, CompiledMapping | null>();
  return {
    isMapped: plan.mappings.size > 0,
    basis: [[...plan.used], context.remote, [...functionsOf(strapi).keys()]],
    maps: (remoteContentType) => plan.mappings.has(remoteContentType),
    defaultLocaleOf: (remoteContentType) =>
      findType(context.remote, remoteContentType)?.defaultLocale ?? null,
    mappingFor(remoteContentType) {
      const known = compiled.get(remoteContentType);
      const mapping = known === undefined ? compile(plan, context, remoteContentType) : known;
      compiled.set(remoteContentType, mapping);
      return mapping;
    },
    localContentTypeOf: (remoteContentType) =>
      plan.mappings.get(remoteContentType)?.localContentType ?? remoteContentType,
  };
};

/**
 * Reads the mappings of one producer as they are now, and what its content types look like as it
 * said last. Asks no other site. Without a mapped subscription it reads nothing at all.
 */
export const loadMappings = async (
  strapi: Core.Strapi,
  producer: Pick<ProducerRow, 'siteId' | 'subscriptions'>
): Promise<ProducerMappings> => {
  if (!isMapped(producer)) {
    return NONE;
  }
  const remote = (await readRemoteShapes(strapi, producer.siteId))?.shapes ?? {};
  return createMappings(
    strapi,
    producer,
    mappingContext(strapi, await findMappings(strapi), remote)
  );
};

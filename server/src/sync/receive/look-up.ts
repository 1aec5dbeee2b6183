/** Look-ups of mappings: the one document of the producer that has certain values. */
import type { ApplyContext } from '../apply-context';
import { ProducerError } from '../client';
import { LookupError } from '../failures';
import { type MappedTarget, MappingError, lookupError } from '../../mapping';
import type { FindDocumentsRequest, JsonValue, Reference } from '../../protocol';

export type Lookup = Extract<MappedTarget, { kind: 'lookup' }>;

/** What a look-up came to. */
export interface LookupResult {
  lookup: Lookup;
  /** None, the one, or two of several. */
  documentIds: string[];
}

export type LookUp = (lookup: Lookup) => Promise<LookupResult>;

const keyOf = (contentType: string, filters: Record<string, JsonValue>): string =>
  JSON.stringify([contentType, Object.entries(filters).sort()]);

const areScalars = (
  filters: Record<string, JsonValue>
): filters is FindDocumentsRequest['filters'] =>
  Object.values(filters).every((value) => value === null || typeof value !== 'object');

const fail = ({ remoteContentType }: Lookup, error: Error): never => {
  throw new LookupError(remoteContentType, error.message);
};

/** What the producer refuses to look for, whenever it is asked. */
const UNANSWERABLE: ProducerError['code'][] = ['field_not_known', 'too_many_candidates'];

const ask = async (context: ApplyContext, lookup: Lookup): Promise<string[]> => {
  const { remoteContentType, filters, place } = lookup;
  if (!areScalars(filters)) {
    const reason = 'documents cannot be found by a list or an object. Change the filters.';
    return fail(lookup, new MappingError(place, reason));
  }
  try {
    return await context.findDocuments({ contentType: remoteContentType, filters });
  } catch (error) {
    if (error instanceof ProducerError && error.code === 'content_type_not_approved') {
      const reason =
        `the producer does not let this site look for documents of ${remoteContentType}. Have its ` +
        'administrator approve that they come along.';
      return fail(lookup, new MappingError(place, reason));
    }
    if (error instanceof ProducerError && UNANSWERABLE.includes(error.code)) {
      return fail(lookup, new MappingError(place, error.message));
    }
    throw error;
  }
};

/**
 * Asks the producer once for what is looked for many times. Outside transactions.
 * @throws LookupError when the producer refuses, ProducerError when it cannot be asked
 */
export const createLookUp = (context: ApplyContext): LookUp => {
  const known = new Map<string, string[]>();
  return async (lookup) => {
    const key = keyOf(lookup.remoteContentType, lookup.filters);
    const documentIds = known.get(key) ?? (await ask(context, lookup));
    known.set(key, documentIds);
    return { lookup, documentIds };
  };
};

/** @throws LookupError when it found none, or more than one */
export const toFound = ({ lookup, documentIds }: LookupResult): Reference => {
  const [documentId, ...others] = documentIds;
  return documentId === undefined || others.length > 0
    ? fail(lookup, lookupError(lookup, documentIds.length))
    : { contentType: lookup.remoteContentType, documentId };
};

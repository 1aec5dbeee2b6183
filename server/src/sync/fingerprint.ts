import { createHash } from 'node:crypto';

import type { ApplyContext } from './apply-context';
import { MissingFieldsError } from './failures';
import { findLocalSchema } from './local-schema';
import { describeShapes } from '../documents';
import { findLocales } from '../platform';

/**
 * Stands for all that decides whether documents of a producer's content type fit here: the content
 * type here, the locales, and for a mapped one the mappings with all that they depend on. An event
 * that did not fit is tried again when it is another one.
 */
export const fingerprintOf = async (
  context: ApplyContext,
  remoteContentType: string
): Promise<string> => {
  const { strapi, mappings } = context;
  const schema = findLocalSchema(context, remoteContentType);
  const all = [
    schema && describeShapes(strapi, schema.uid),
    (await findLocales(strapi)).sort(),
    mappings.maps(remoteContentType) ? mappings.basis : null,
  ];
  return createHash('sha256').update(JSON.stringify(all)).digest('hex');
};

/**
 * What is kept with a failure.
 * @returns null: what this site knows of the producer's content types is out of date, so that the
 *   event is tried again as soon as it has asked anew
 */
export const fingerprintAfter = async (
  error: unknown,
  context: ApplyContext,
  remoteContentType: string
): Promise<string | null> =>
  error instanceof MissingFieldsError ? null : fingerprintOf(context, remoteContentType);

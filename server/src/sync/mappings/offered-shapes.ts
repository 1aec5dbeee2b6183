/** What the producers of this site offer, for those who write mappings. */
import type { Core } from '@strapi/strapi';

import { readRemoteShapes, refreshRemoteShapes } from './remote-shapes';
import { type ProducerClient, ProducerError } from '../client';
import { type LinkOptions, connect } from '../link';
import type { ProducerRow } from '../producer-store';
import type { Shapes } from '../../protocol';

/** What a producer says holds for so long, without asking again. */
const MAX_AGE_MS = 60_000;

/**
 * Asks the producer again when what it said is older than a minute. Outside transactions.
 * @returns `changed`: it says something else than before
 * @throws ProducerError
 */
export const refreshOldShapes = async (
  strapi: Core.Strapi,
  producerSiteId: string,
  client: ProducerClient
): Promise<{ shapes: Shapes; changed: boolean }> => {
  const known = await readRemoteShapes(strapi, producerSiteId);
  return known && Date.now() - known.readAt <= MAX_AGE_MS
    ? { shapes: known.shapes, changed: false }
    : refreshRemoteShapes(strapi, producerSiteId, client);
};

export interface Offer {
  producer: ProducerRow;
  /** What it said last; null: it could never be asked. */
  shapes: Shapes | null;
  /** Why it could not be asked just now. */
  error: string | null;
}

/**
 * What one producer offers. That it does not answer is part of the answer.
 * @param wanted `known`: however old, if it has ever answered, so that nobody waits for it
 */
export const readOffer = async (
  options: LinkOptions,
  producer: ProducerRow,
  wanted: 'recent' | 'known'
): Promise<Offer> => {
  const { strapi } = options;
  const before = await readRemoteShapes(strapi, producer.siteId);
  if (before && wanted === 'known') {
    return { producer, shapes: before.shapes, error: null };
  }
  try {
    const client = connect(options, producer);
    const { shapes } = await refreshOldShapes(strapi, producer.siteId, client);
    return { producer, shapes, error: null };
  } catch (error) {
    if (!(error instanceof ProducerError)) {
      throw error;
    }
    return { producer, shapes: before?.shapes ?? null, error: error.message };
  }
};

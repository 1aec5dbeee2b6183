/** Asking a producer for documents as they are now, call by call. */
import { chunk, groupBy } from 'lodash';

import { type FetchedDocuments, keyOf } from './apply-context';
import { type ProducerClient, ProducerError } from './client';
import type { RemoteReference } from './failures';
import { AnswerTooLargeError } from './producer-error';
import { FILE } from '../documents';
import { MAX_DOCUMENTS_PER_CALL } from '../protocol';

/** The producer may have to read the bytes of each. */
const FILES_PER_CALL = 20;

/** How many documents of a content type come with one call. */
export const documentsPerCall = (contentType: string): number =>
  contentType === FILE ? FILES_PER_CALL : MAX_DOCUMENTS_PER_CALL;

const NOTHING: FetchedDocuments = { wholes: [], unreadable: new Map() };

const joined = (parts: FetchedDocuments[]): FetchedDocuments => ({
  wholes: parts.flatMap(({ wholes }) => wholes),
  unreadable: new Map(parts.flatMap(({ unreadable }) => [...unreadable])),
});

/** One call. Documents that are too large together are asked for in halves. */
const fetchBatch = async (
  client: ProducerClient,
  batch: RemoteReference[],
  peek: boolean
): Promise<FetchedDocuments> => {
  const asked = new Set(batch.map(keyOf));
  try {
    const served = await client.documents({
      references: batch.map(({ contentType, documentId }) => ({ contentType, documentId })),
      peek,
    });
    return {
      wholes: served.documents
        .filter((document) => asked.has(keyOf(document)))
        .map((document) => ({ ...document, sequence: served.sequence })),
      unreadable: new Map(served.unreadable.map((one) => [keyOf(one), one.reason])),
    };
  } catch (error) {
    if (error instanceof ProducerError && error.code === 'content_type_not_approved') {
      return NOTHING;
    }
    if (!(error instanceof AnswerTooLargeError)) {
      throw error;
    }
    const [first] = batch;
    if (first && batch.length === 1) {
      return {
        wholes: [],
        unreadable: new Map([[keyOf(first), 'it is larger than this site takes']]),
      };
    }
    const halves = chunk(batch, Math.ceil(batch.length / 2));
    const parts: FetchedDocuments[] = [];
    for (const half of halves) {
      parts.push(await fetchBatch(client, half, peek));
    }
    return joined(parts);
  }
};

/** Of a content type that the producer does not give (any longer), none comes. */
export const fetchDocuments = async (
  client: ProducerClient,
  references: RemoteReference[],
  peek: boolean
): Promise<FetchedDocuments> => {
  const parts: FetchedDocuments[] = [];
  for (const [contentType, group] of Object.entries(groupBy(references, 'contentType'))) {
    for (const batch of chunk(group, documentsPerCall(contentType))) {
      parts.push(await fetchBatch(client, batch, peek));
    }
  }
  return joined(parts);
};

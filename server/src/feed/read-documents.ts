import type { Core } from '@strapi/strapi';

import type { ConsumerRow } from './consumer-store';
import { activeContentTypes } from './register-consumer';
import { readVersions } from '../documents';
import type { Site } from '../platform';
import { type DocumentsRequest, type DocumentsResponse, WireError } from '../protocol';

/**
 * Whole documents as they are now, stamped with the head read before them: every change numbered
 * up to there is in them, so the consumer can tell which events they make needless (the low
 * watermark of DBLog, §3).
 *
 * @param site the site's row, read for this call
 * @throws WireError `content_type_not_approved`
 */
export const readDocuments = async (
  strapi: Core.Strapi,
  site: Site,
  consumer: ConsumerRow,
  { references }: DocumentsRequest
): Promise<DocumentsResponse> => {
  const allowed = new Set(activeContentTypes(strapi, consumer));
  const refused = references.find(({ contentType }) => !allowed.has(contentType));
  if (refused) {
    throw new WireError(
      'content_type_not_approved',
      `${refused.contentType} is not approved for this consumer.`
    );
  }
  const documents: DocumentsResponse['documents'] = [];
  for (const { contentType, documentId } of references) {
    const versions = await readVersions(strapi, contentType, documentId);
    documents.push({ contentType, documentId, versions });
  }
  return { sequence: site.head, documents };
};

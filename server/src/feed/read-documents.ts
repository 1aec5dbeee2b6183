import { groupBy } from 'lodash';

import type { Core } from '@strapi/strapi';

import { allowedContentTypes, withAllowedReferences } from './closure';
import type { ConsumerRow } from './consumer-store';
import { insertDeliveries } from './deliveries';
import { mayHaveFile } from './file-access';
import { fileRightsOf } from './serve-file';
import { type DocumentVersion, FILE, findFileRows, readDocumentVersions } from '../documents';
import type { Site } from '../platform';
import {
  type DocumentsRequest,
  type DocumentsResponse,
  type SubscribedVersions,
  WireError,
} from '../protocol';

const isWithin = ({ status }: DocumentVersion, versions: SubscribedVersions | undefined) =>
  versions === 'all' || status !== 'draft';

/** Of a file that the consumer may not have, it does not learn that it is there. */
const allowedFiles = async (
  strapi: Core.Strapi,
  consumer: ConsumerRow,
  documentIds: string[]
): Promise<string[]> => {
  const rights = fileRightsOf(strapi, consumer);
  const allowed: string[] = [];
  for (const row of await findFileRows(strapi, { documentId: { $in: documentIds } })) {
    if (await mayHaveFile(strapi, rights, row)) {
      allowed.push(row.documentId);
    }
  }
  return allowed;
};

/**
 * Whole documents as they are now, stamped with the head read before them: every change numbered
 * up to there is in them, so the consumer can tell which events they make needless (the low
 * watermark of DBLog, §3). From here on the consumer has them.
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
  const allowed = allowedContentTypes(strapi, consumer);
  const refused = references.find(({ contentType }) => !allowed.has(contentType));
  if (refused) {
    throw new WireError(
      'content_type_not_approved',
      `${refused.contentType} is not approved for this consumer.`
    );
  }
  const documents: DocumentsResponse['documents'] = [];
  for (const [contentType, rows] of Object.entries(groupBy(references, 'contentType'))) {
    const asked = [...new Set(rows.map(({ documentId }) => documentId))];
    const ids = contentType === FILE ? await allowedFiles(strapi, consumer, asked) : asked;
    const found = await readDocumentVersions(strapi, contentType, ids, 'computed');
    asked.filter((id) => !found.has(id)).forEach((id) => found.set(id, []));
    for (const [documentId, versions] of found) {
      const within: DocumentVersion[] = [];
      for (const version of versions) {
        if (isWithin(version, allowed.get(contentType))) {
          const { fields } = version;
          within.push({
            ...version,
            fields: await withAllowedReferences(strapi, contentType, fields, allowed),
          });
        }
      }
      documents.push({ contentType, documentId, versions: within });
    }
  }
  await insertDeliveries(
    strapi,
    consumer.id,
    documents
      .filter(({ versions }) => versions.length > 0)
      .map(({ contentType, documentId }) => ({
        sequence: site.head,
        eventId: 'served',
        contentType,
        sourceDocumentId: documentId,
        kind: 'served',
      }))
  );
  return { sequence: site.head, documents };
};

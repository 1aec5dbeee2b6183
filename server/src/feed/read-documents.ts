import { groupBy } from 'lodash';

import type { Core } from '@strapi/strapi';

import { allowedContentTypes, withAllowedReferences } from './closure';
import type { Conditions, JudgesContext } from './conditions';
import type { ConsumerRow } from './consumer-store';
import { insertServings } from './deliveries';
import { readReadable } from './readable-versions';
import { versionKey } from '../documents';
import type { Site } from '../platform';
import { type DocumentsRequest, type DocumentsResponse, WireError } from '../protocol';

type ServedDocument = DocumentsResponse['documents'][number];

const serveContentType = async (
  context: JudgesContext,
  contentType: string,
  documentIds: string[]
): Promise<ServedDocument[]> => {
  const { strapi, allowed } = context;
  const served: ServedDocument[] = [];
  for (const document of await readReadable(context, contentType, documentIds)) {
    const { documentId } = document;
    const versions: ServedDocument['versions'] = [];
    for (const { locale, status, fields } of document.versions) {
      versions.push({
        locale,
        status,
        fields: await withAllowedReferences(strapi, contentType, fields, allowed),
      });
    }
    const withheld = document.withheld.map(({ locale, status }) => ({ locale, status }));
    served.push({ contentType, documentId, versions, withheld });
  }
  return served;
};

/**
 * Whole documents as they are now, stamped with the head read before them: every change numbered
 * up to there is in them, so the consumer can tell which events they make needless (the low
 * watermark of DBLog, §3). From here on the consumer has those versions of them that are given, and
 * no others, unless it only peeks.
 *
 * @param site the site's row, read for this call
 * @throws WireError `content_type_not_approved`
 */
export const readDocuments = async (
  strapi: Core.Strapi,
  conditions: Conditions,
  site: Site,
  consumer: ConsumerRow,
  { references, peek }: DocumentsRequest
): Promise<DocumentsResponse> => {
  const allowed = allowedContentTypes(strapi, consumer);
  const refused = references.find(({ contentType }) => !allowed.has(contentType));
  if (refused) {
    throw new WireError(
      'content_type_not_approved',
      `${refused.contentType} is not approved for this consumer.`
    );
  }
  const context = { strapi, conditions, consumer, allowed };
  const documents: ServedDocument[] = [];
  for (const [contentType, rows] of Object.entries(groupBy(references, 'contentType'))) {
    const asked = [...new Set(rows.map(({ documentId }) => documentId))];
    documents.push(...(await serveContentType(context, contentType, asked)));
  }
  if (peek) {
    return { sequence: site.head, documents };
  }
  await insertServings(
    strapi,
    consumer.id,
    // Of what is gone, the event that says so is yet to come.
    documents
      .filter(({ versions, withheld }) => versions.length > 0 || withheld.length > 0)
      .map(({ contentType, documentId, versions }) => ({
        sequence: site.head,
        contentType,
        sourceDocumentId: documentId,
        versions: versions.map(versionKey),
      }))
  );
  return { sequence: site.head, documents };
};

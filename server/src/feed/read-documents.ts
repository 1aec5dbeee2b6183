import { groupBy } from 'lodash';

import { type Sender, createSender, prepareVersion } from './before-send';
import { allowedContentTypes, withAllowedReferences } from './closure';
import type { JudgesContext } from './conditions';
import type { ConsumerRow } from './consumer-store';
import { insertServings } from './deliveries';
import type { FeedContext } from './feed-context';
import { readReadable } from './readable-versions';
import { type DocumentVersion, versionKey } from '../documents';
import type { Site } from '../platform';
import {
  type DocumentsRequest,
  type DocumentsResponse,
  type ServedDocument,
  WireError,
} from '../protocol';

type ServingContext = JudgesContext & { sender: Sender };

/**
 * Puts a version into its document as it is sent, or among those that are withheld.
 * @returns false: the document cannot be given now
 */
const serveVersion = async (
  context: ServingContext,
  document: ServedDocument,
  { locale, status, fields }: DocumentVersion
): Promise<boolean> => {
  const { strapi, allowed, sender } = context;
  const { contentType } = document;
  const sent = await prepareVersion(sender, document, {
    locale,
    status,
    fields: await withAllowedReferences(strapi, contentType, fields, allowed),
  });
  if (sent.kind === 'go') {
    document.versions.push({ locale, status, fields: sent.fields ?? {} });
  } else {
    document.withheld.push({ locale, status });
  }
  return sent.kind !== 'failed';
};

const serveContentType = async (
  context: ServingContext,
  contentType: string,
  documentIds: string[]
): Promise<ServedDocument[]> => {
  const served: ServedDocument[] = [];
  for (const { documentId, versions, withheld, isUnjudged } of await readReadable(
    context,
    contentType,
    documentIds
  )) {
    const document: ServedDocument = {
      contentType,
      documentId,
      versions: [],
      withheld: withheld.map(({ locale, status }) => ({ locale, status })),
    };
    let isGiven = !isUnjudged;
    for (const version of versions) {
      isGiven = isGiven && (await serveVersion(context, document, version));
    }
    if (isGiven) {
      served.push(document);
    }
  }
  return served;
};

/**
 * Whole documents as they are now, stamped with the head read before them: every change numbered
 * up to there is in them, so the consumer can tell which events they make needless (the low
 * watermark of DBLog, §3). From here on the consumer has those versions of them that are given, and
 * no others, unless it only peeks. A document that a hook or a condition fails with is not given.
 *
 * @param site the site's row, read for this call
 * @throws WireError `content_type_not_approved`
 */
export const readDocuments = async (
  feed: FeedContext,
  site: Site,
  consumer: ConsumerRow,
  { references, peek }: DocumentsRequest
): Promise<DocumentsResponse> => {
  const { strapi } = feed;
  const allowed = allowedContentTypes(strapi, consumer);
  const refused = references.find(({ contentType }) => !allowed.has(contentType));
  if (refused) {
    throw new WireError(
      'content_type_not_approved',
      `${refused.contentType} is not approved for this consumer.`
    );
  }
  const context = { ...feed, consumer, allowed, sender: createSender(feed, consumer) };
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

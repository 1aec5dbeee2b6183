import { groupBy } from 'lodash';

import type { Core } from '@strapi/strapi';

import { prepareVersion } from './before-send';
import { allowedContentTypes, withAllowedReferences } from './closure';
import { type JudgesContext, createJudge } from './conditions';
import { type ConsumerRow, isActive, isConditional } from './consumer-store';
import { insertServings } from './deliveries';
import type { FeedContext } from './feed-context';
import { mayHaveFile } from './file-access';
import { fileRightsOf } from './serve-file';
import {
  type DocumentVersion,
  FILE,
  findFileRows,
  readDocumentVersions,
  versionKey,
} from '../documents';
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

/** Which of these versions, as they are now, meet the condition that the consumer has them by. */
const judgeVersions = async (
  context: JudgesContext,
  contentType: string,
  versions: (DocumentVersion & { documentId: string })[]
): Promise<(version: DocumentVersion) => boolean> => {
  const subscription = context.consumer.subscriptions.find(
    (row) => row.contentType === contentType && isActive(context.strapi, row)
  );
  if (!subscription || !isConditional(subscription)) {
    return () => true;
  }
  const judged = versions.map((version) => ({ ...version, updateLog: null }));
  const judge = createJudge(context, subscription, judged);
  const matching = new Set<DocumentVersion>();
  for (const [index, version] of versions.entries()) {
    if (await judge.matches(index)) {
      matching.add(version);
    }
  }
  await judge.reportErrors();
  return (version) => matching.has(version);
};

type ServedDocument = DocumentsResponse['documents'][number];

type ServingContext = JudgesContext & FeedContext;

/**
 * Puts a version into its document as it is sent, or among those that are withheld.
 * @returns false: the document cannot be given now
 */
const serveVersion = async (
  context: ServingContext,
  document: ServedDocument,
  { locale, status, fields }: DocumentVersion
): Promise<boolean> => {
  const { strapi, allowed } = context;
  const { contentType } = document;
  const sent = await prepareVersion(context, document, {
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
  const { strapi, consumer, allowed } = context;
  const ids =
    contentType === FILE ? await allowedFiles(strapi, consumer, documentIds) : documentIds;
  const found = await readDocumentVersions(strapi, contentType, ids, 'computed');
  const versions = [...found].flatMap(([documentId, all]) =>
    all
      .filter((version) => isWithin(version, allowed.get(contentType)))
      .map((version) => ({ ...version, documentId }))
  );
  const meets = await judgeVersions(context, contentType, versions);
  const served = new Map(
    documentIds.map((documentId): [string, ServedDocument] => [
      documentId,
      { contentType, documentId, versions: [], withheld: [] },
    ])
  );
  for (const version of versions) {
    const { documentId, locale, status } = version;
    const document = served.get(documentId);
    if (document && !meets(version)) {
      document.withheld.push({ locale, status });
    } else if (document && !(await serveVersion(context, document, version))) {
      served.delete(documentId);
    }
  }
  return [...served.values()];
};

/**
 * Whole documents as they are now, stamped with the head read before them: every change numbered
 * up to there is in them, so the consumer can tell which events they make needless (the low
 * watermark of DBLog, §3). From here on the consumer has those versions of them that are given, and
 * no others. A document that a hook of this site fails with is not among them.
 *
 * @param site the site's row, read for this call
 * @throws WireError `content_type_not_approved`
 */
export const readDocuments = async (
  feed: FeedContext,
  site: Site,
  consumer: ConsumerRow,
  { references }: DocumentsRequest
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
  const context = { ...feed, consumer, allowed };
  const documents: ServedDocument[] = [];
  for (const [contentType, rows] of Object.entries(groupBy(references, 'contentType'))) {
    const asked = [...new Set(rows.map(({ documentId }) => documentId))];
    documents.push(...(await serveContentType(context, contentType, asked)));
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

/** The versions of documents that a consumer may have as they are now. */
import type { Core } from '@strapi/strapi';

import { type JudgesContext, createJudge, toJudged } from './conditions';
import { type ConsumerRow, isActive, isConditional } from './consumer-store';
import type { Judgement } from './eligibility';
import { mayHaveFile } from './file-access';
import { fileRightsOf } from './serve-file';
import {
  type DocumentVersion,
  FILE,
  findFileRowsByDocument,
  readDocumentVersions,
} from '../documents';
import type { SubscribedVersions } from '../protocol';

/** A document as far as its subscription is about it. */
export interface ReadableDocument {
  documentId: string;
  versions: DocumentVersion[];
  /** Those that do not meet the condition. */
  withheld: DocumentVersion[];
  /** Whether the condition failed with one of its versions, which is among neither. */
  isUnjudged: boolean;
}

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
  for (const row of await findFileRowsByDocument(strapi, documentIds)) {
    if (await mayHaveFile(strapi, rights, row)) {
      allowed.push(row.documentId);
    }
  }
  return allowed;
};

/** What the condition that the consumer has these versions by says of them, as they are now. */
const judgeVersions = async (
  context: JudgesContext,
  contentType: string,
  versions: (DocumentVersion & { documentId: string })[]
): Promise<(version: DocumentVersion) => Judgement> => {
  const subscription = context.consumer.subscriptions.find(
    (row) => row.contentType === contentType && isActive(context.strapi, row)
  );
  if (!subscription || !isConditional(subscription)) {
    return () => 'met';
  }
  const judge = createJudge(context, subscription, versions.map(toJudged));
  const judgements = new Map<DocumentVersion, Judgement>();
  for (const [index, version] of versions.entries()) {
    judgements.set(version, await judge.judge(index));
  }
  await judge.reportErrors();
  return (version) => judgements.get(version) ?? 'failed';
};

/**
 * @param contentType one of those that the consumer may have documents of
 * @returns the documents asked for, in that order; one that does not exist has no versions
 */
export const readReadable = async (
  context: JudgesContext,
  contentType: string,
  documentIds: string[]
): Promise<ReadableDocument[]> => {
  const { strapi, consumer, allowed } = context;
  const ids =
    contentType === FILE ? await allowedFiles(strapi, consumer, documentIds) : documentIds;
  const found = await readDocumentVersions(strapi, contentType, ids, 'computed');
  const versions = [...found].flatMap(([documentId, all]) =>
    all
      .filter((version) => isWithin(version, allowed.get(contentType)))
      .map((version) => ({ ...version, documentId }))
  );
  const judgementOf = await judgeVersions(context, contentType, versions);
  return documentIds.map((documentId) => {
    const own = versions.filter((version) => version.documentId === documentId);
    const judgedAs = (judgement: Judgement) =>
      own.filter((version) => judgementOf(version) === judgement);
    return {
      documentId,
      versions: judgedAs('met'),
      withheld: judgedAs('unmet'),
      isUnjudged: judgedAs('failed').length > 0,
    };
  });
};

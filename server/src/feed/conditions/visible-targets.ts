/** What a consumer's own condition may look into: nothing that the consumer may not have. */
import { groupBy } from 'lodash';

import type { ReadTargets } from './related-documents';
import { type JudgesContext, createJudge, toJudged } from './judge';
import { withAllowedReferences } from '../closure';
import { isActive } from '../consumer-store';
import { type DocumentVersion, readDocumentVersions } from '../../documents';

type Version = DocumentVersion & { documentId: string };

/** Those that meet what the administrator asks of their own content type. */
const withoutWithheld = async (
  context: JudgesContext,
  contentType: string,
  versions: Version[]
): Promise<Version[]> => {
  const { strapi, consumer } = context;
  const subscription = consumer.subscriptions.find(
    (row) => row.contentType === contentType && isActive(strapi, row)
  );
  if (!subscription || subscription.condition === null) {
    return versions;
  }
  // What the consumer wants of that content type hides nothing from it.
  const own = { ...subscription, requestedCondition: null };
  const judge = createJudge(context, own, versions.map(toJudged));
  const visible: Version[] = [];
  for (const [index, version] of versions.entries()) {
    const judgement = await judge.judge(index);
    if (judgement === 'failed') {
      throw new Error(`The condition of ${contentType}, which this one looks into, failed.`);
    }
    if (judgement === 'met') {
      visible.push(version);
    }
  }
  return visible;
};

export const createReadVisible =
  (context: JudgesContext): ReadTargets =>
  async (contentType, documentIds) => {
    const { strapi, allowed } = context;
    // A user is named by the e-mail address, without being allowed.
    if (!allowed.has(contentType)) {
      return new Map();
    }
    const hasDrafts = allowed.get(contentType) === 'all';
    const found = await readDocumentVersions(strapi, contentType, documentIds);
    const versions = [...found].flatMap(([documentId, all]) =>
      all
        .filter(({ status }) => hasDrafts || status !== 'draft')
        .map((version) => ({ ...version, documentId }))
    );
    const visible = await Promise.all(
      (await withoutWithheld(context, contentType, versions)).map(async (version) => ({
        ...version,
        fields: await withAllowedReferences(strapi, contentType, version.fields, allowed),
      }))
    );
    return new Map(Object.entries(groupBy(visible, 'documentId')));
  };

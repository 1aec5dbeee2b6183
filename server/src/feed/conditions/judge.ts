/**
 * Judges the versions of one page, or of one call for whole documents, for one consumer. The newest
 * error is kept for the administrator.
 */
import type { Core } from '@strapi/strapi';

import { withAllowedReferences } from '../closure';
import { CommandTimeoutError } from './commands';
import type { CompiledCondition } from './compile-condition';
import type { Conditions } from './conditions-service';
import { type ReadTargets, type RelatedDocument, withRelatedFields } from './related-documents';
import { saveConditionError } from './save-condition-error';
import { createReadVisible } from './visible-targets';
import type { ConsumerRow, ConsumerSubscriptionRow } from '../consumer-store';
import type { Judgement } from '../eligibility';
import { presentFields } from '../to-event';
import {
  type DocumentVersion,
  findSchema,
  hasDraftAndPublish,
  readDocumentVersions,
} from '../../documents';
import { createPauses, isTransientDatabaseError } from '../../platform';
import type { DocumentFields, SubscribedVersions, UpdateLog, VersionStatus } from '../../protocol';

/** A version as it was after a change, or as it is now. */
export interface JudgedVersion {
  documentId: string;
  locale: string | null;
  status: VersionStatus | null;
  readFields(): DocumentFields;
  /** null: as it is now. */
  readUpdateLog(): UpdateLog | null;
}

/** A version as it is now. */
export const toJudged = ({
  documentId,
  locale,
  status,
  fields,
}: DocumentVersion & { documentId: string }): JudgedVersion => ({
  documentId,
  locale,
  status,
  readFields: () => fields,
  readUpdateLog: () => null,
});

export interface JudgesContext {
  strapi: Core.Strapi;
  conditions: Conditions;
  consumer: ConsumerRow;
  /** Content types that the consumer may have documents of. */
  allowed: ReadonlyMap<string, SubscribedVersions>;
}

export interface Judge {
  /**
   * @param index of the version among those that the judge was made for
   * @throws database errors that pass by themselves
   */
  judge(index: number): Promise<Judgement>;
  reportErrors(): Promise<void>;
}

/**
 * What a condition is asked about. When a version was published is no part of its content: this is
 * when it was last written, so that it is null for drafts and nothing else.
 */
const toDoc = (
  strapi: Core.Strapi,
  contentType: string,
  { documentId, locale, status, readFields }: JudgedVersion
): DocumentFields => {
  const schema = findSchema(strapi, contentType);
  const fields = readFields();
  return {
    ...presentFields(strapi, contentType, fields),
    documentId,
    locale,
    publishedAt: status === 'draft' ? null : (fields.publishedAt ?? fields.updatedAt ?? null),
    ...(schema && hasDraftAndPublish(schema) ? { status } : {}),
  };
};

type Ask = (index: number) => Promise<boolean>;

/** One of the two conditions of a subscription. */
const createAsk = (
  { strapi, consumer }: Pick<JudgesContext, 'strapi' | 'consumer'>,
  getCondition: () => CompiledCondition,
  versions: JudgedVersion[],
  readDoc: (index: number) => Promise<DocumentFields>,
  readTargets: ReadTargets
): Ask => {
  let docs: Promise<DocumentFields[]> | null = null;
  /** A command that has hung is not waited for again. */
  let hung: CommandTimeoutError | null = null;

  /** Those of the whole page at once: their targets are read together. */
  const readRelated = async (relations: CompiledCondition['relations']) => {
    const documents: RelatedDocument[] = [];
    for (const [index, { status }] of versions.entries()) {
      documents.push({ doc: await readDoc(index), status });
    }
    return withRelatedFields(strapi, documents, relations, readTargets);
  };

  return async (index) => {
    const { relations, matches } = getCondition();
    if (hung) {
      throw hung;
    }
    docs ??= relations.length > 0 ? readRelated(relations) : null;
    const { name, siteId, url, documentId } = consumer;
    try {
      return await matches({
        consumer: { name, siteId, url, documentId },
        doc: (docs ? (await docs)[index] : undefined) ?? (await readDoc(index)),
        readUpdateLog: () => versions[index]?.readUpdateLog() ?? null,
      });
    } catch (error) {
      hung = error instanceof CommandTimeoutError ? error : null;
      throw error;
    }
  };
};

/** Asks both conditions of a subscription about each of these versions. */
export const createJudge = (
  context: JudgesContext,
  subscription: ConsumerSubscriptionRow,
  versions: JudgedVersion[]
): Judge => {
  const { strapi, conditions, consumer, allowed } = context;
  const { contentType, requestedCondition, condition } = subscription;
  /** An expression may take some 20 ms, for each of many versions. */
  const pause = createPauses();
  let newestError: string | null = null;

  const docOf = (index: number): DocumentFields => {
    const version = versions[index];
    return version ? toDoc(strapi, contentType, version) : {};
  };
  const ask = (
    text: string,
    readDoc: Parameters<typeof createAsk>[3],
    readTargets: ReadTargets
  ): Ask =>
    createAsk(context, () => conditions.get(contentType, text), versions, readDoc, readTargets);
  const asks: Ask[] = [];
  if (condition !== null) {
    const readAll: ReadTargets = (uid, ids) => readDocumentVersions(strapi, uid, ids);
    asks.push(ask(condition, (index) => Promise.resolve(docOf(index)), readAll));
  }
  if (requestedCondition !== null) {
    // What the consumer asks must not find out what the consumer may not know.
    const readAllowed = (index: number) =>
      withAllowedReferences(strapi, contentType, docOf(index), allowed);
    asks.push(ask(requestedCondition, readAllowed, createReadVisible(context)));
  }

  return {
    async judge(index) {
      try {
        for (const one of asks) {
          await pause();
          if (!(await one(index))) {
            return 'unmet';
          }
        }
        return 'met';
      } catch (error) {
        if (isTransientDatabaseError(error)) {
          throw error;
        }
        newestError = error instanceof Error ? error.message : String(error);
        return 'failed';
      }
    },
    async reportErrors() {
      if (newestError !== null) {
        await saveConditionError(strapi, consumer, subscription, newestError);
      }
    },
  };
};

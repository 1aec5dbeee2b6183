import type { Core } from '@strapi/strapi';

import { type Judge, type JudgedVersion, type JudgesContext, createJudge } from './conditions';
import type { ConsumerSubscriptionRow } from './consumer-store';
import type { Judgement } from './eligibility';
import { type UpdateLogRow, toUpdateLog } from './update-logs';
import { readDocumentVersions, versionKey } from '../documents';
import { decodePayload } from '../platform';
import type { DocumentFields } from '../protocol';

/**
 * Of a version that was too large for the log, the state of the event is not known. It is judged as
 * it is now: taking it for empty would have it leave consumers that are to keep it.
 */
const readUnlogged = async (
  strapi: Core.Strapi,
  contentType: string,
  rows: UpdateLogRow[]
): Promise<Map<UpdateLogRow, DocumentFields>> => {
  const unlogged = rows.filter(({ state }) => state === null);
  const ids = [...new Set(unlogged.map(({ sourceDocumentId }) => sourceDocumentId))];
  const found =
    ids.length > 0 ? await readDocumentVersions(strapi, contentType, ids, 'deferred') : null;
  const fields = new Map<UpdateLogRow, DocumentFields>();
  for (const row of unlogged) {
    const key = versionKey({ locale: row.sourceLocale, status: row.sourceStatus });
    const version = found?.get(row.sourceDocumentId)?.find((one) => versionKey(one) === key);
    if (version) {
      fields.set(row, version.fields);
    }
  }
  return fields;
};

const toVersion = (
  row: UpdateLogRow,
  unlogged: ReadonlyMap<UpdateLogRow, DocumentFields>
): JudgedVersion => ({
  documentId: row.sourceDocumentId,
  locale: row.sourceLocale,
  status: row.sourceStatus,
  readFields: () => unlogged.get(row) ?? decodePayload<DocumentFields>(row.state) ?? {},
  readUpdateLog: () => toUpdateLog(row),
});

interface Opened {
  judge: Judge;
  judged: UpdateLogRow[];
  /** Of these nothing is known: they were too large for the log, and are gone. */
  unknown: ReadonlySet<UpdateLogRow>;
}

export interface RowJudges {
  /** What the conditions of the subscription say of the state of the event. */
  judge(subscription: ConsumerSubscriptionRow, row: UpdateLogRow): Promise<Judgement>;
  /** How long that has taken so far. */
  elapsedMs(): number;
  reportErrors(): Promise<void>;
}

/** Judges the update logs of a page. */
export const createRowJudges = (context: JudgesContext, rows: UpdateLogRow[]): RowJudges => {
  const judges = new Map<string, Opened>();
  let elapsed = 0;

  const judgeOf = async (subscription: ConsumerSubscriptionRow): Promise<Opened> => {
    const { contentType } = subscription;
    const known = judges.get(contentType);
    if (known) {
      return known;
    }
    const judged = rows.filter(
      (row) => row.contentType === contentType && row.updateType !== 'delete'
    );
    const unlogged = await readUnlogged(context.strapi, contentType, judged);
    const versions = judged.map((row) => toVersion(row, unlogged));
    const opened = {
      judge: createJudge(context, subscription, versions),
      judged,
      unknown: new Set(judged.filter((row) => row.state === null && !unlogged.has(row))),
    };
    judges.set(contentType, opened);
    return opened;
  };

  return {
    async judge(subscription, row) {
      const startedAt = performance.now();
      const { judge, judged, unknown } = await judgeOf(subscription);
      const judgement = unknown.has(row) ? 'failed' : await judge.judge(judged.indexOf(row));
      elapsed += performance.now() - startedAt;
      return judgement;
    },
    elapsedMs: () => elapsed,
    async reportErrors() {
      for (const { judge } of judges.values()) {
        await judge.reportErrors();
      }
    },
  };
};

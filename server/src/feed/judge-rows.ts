import { type Judge, type JudgedVersion, type JudgesContext, createJudge } from './conditions';
import type { ConsumerSubscriptionRow } from './consumer-store';
import { type UpdateLogRow, toUpdateLog } from './update-logs';
import { decodePayload } from '../platform';
import type { DocumentFields } from '../protocol';

const toVersion = (row: UpdateLogRow): JudgedVersion => ({
  documentId: row.sourceDocumentId,
  locale: row.sourceLocale,
  status: row.sourceStatus,
  readFields: () => decodePayload<DocumentFields>(row.state) ?? {},
  readUpdateLog: () => toUpdateLog(row),
});

export interface RowJudges {
  /** Whether the conditions of the subscription hold on the state of the event. */
  matches(subscription: ConsumerSubscriptionRow, row: UpdateLogRow): Promise<boolean>;
  /** How long that has taken so far. */
  elapsedMs(): number;
  reportErrors(): Promise<void>;
}

/** Judges the update logs of a page. */
export const createRowJudges = (context: JudgesContext, rows: UpdateLogRow[]): RowJudges => {
  const judges = new Map<string, { judge: Judge; judged: UpdateLogRow[] }>();
  let elapsed = 0;

  const judgeOf = (subscription: ConsumerSubscriptionRow) => {
    const { contentType } = subscription;
    const known = judges.get(contentType);
    if (known) {
      return known;
    }
    const judged = rows.filter(
      (row) => row.contentType === contentType && row.updateType !== 'delete'
    );
    const opened = { judge: createJudge(context, subscription, judged.map(toVersion)), judged };
    judges.set(contentType, opened);
    return opened;
  };

  return {
    async matches(subscription, row) {
      const startedAt = performance.now();
      const { judge, judged } = judgeOf(subscription);
      const matches = await judge.matches(judged.indexOf(row));
      elapsed += performance.now() - startedAt;
      return matches;
    },
    elapsedMs: () => elapsed,
    async reportErrors() {
      for (const { judge } of judges.values()) {
        await judge.reportErrors();
      }
    },
  };
};

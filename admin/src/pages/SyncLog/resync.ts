import type { ResyncOutcome, SyncStatus } from '../../../../server/src/protocol';

const CAN_RESYNC: Record<SyncStatus, boolean> = {
  synced: false,
  failed: true,
  retrying: true,
  waiting: true,
  skipped: false,
};

export const canResync = ({ status }: { status: SyncStatus }): boolean => CAN_RESYNC[status];

export interface ResyncSummary {
  synced: number;
  open: number;
  /** What the first entry that is still open says. */
  error: string | null;
}

export const summarise = (outcomes: ResyncOutcome[]): ResyncSummary => {
  const open = outcomes.filter(({ status }) => status !== 'synced');
  return {
    synced: outcomes.length - open.length,
    open: open.length,
    error: open.find(({ error }) => error !== null)?.error ?? null,
  };
};

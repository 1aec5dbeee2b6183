import { paths } from '../../paths';

import type { GetStatus } from '../../../../server/src/protocol';

export type AttentionItem =
  | { kind: 'approvals'; name: string; count: number; to: string }
  | { kind: 'link'; name: string; to: string }
  | { kind: 'failed'; count: number; to: string };

/** What only a person can set right, the most pressing first. */
export const attentionItems = ({
  producers,
  consumers,
  syncLogs,
}: GetStatus.Response['data']): AttentionItem[] => {
  const brokenLinks = producers
    .filter(({ state }) => state !== 'connected')
    .map(({ name, documentId }) => ({
      kind: 'link' as const,
      name,
      to: paths.producer(documentId),
    }));
  const failures =
    syncLogs.failed > 0
      ? [
          {
            kind: 'failed' as const,
            count: syncLogs.failed,
            to: paths.syncLogsByStatus('failed'),
          },
        ]
      : [];
  const approvals = consumers
    .filter(({ pendingApprovals }) => pendingApprovals > 0)
    .map(({ name, documentId, pendingApprovals }) => ({
      kind: 'approvals' as const,
      name,
      count: pendingApprovals,
      to: paths.consumer(documentId),
    }));
  return [...brokenLinks, ...failures, ...approvals];
};

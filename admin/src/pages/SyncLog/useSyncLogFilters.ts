import { useMemo } from 'react';

import { SYNC_STATUS } from '../../components/statuses';
import { useContentTypeFilter } from '../../hooks/useContentTypeFilter';
import { useText } from '../../hooks/useText';
import { useVersionFilters } from '../../hooks/useVersionFilters';

import type { SyncStatus } from '../../../../server/src/protocol';
import type { ListFilter } from '../../components/ListFilters';

const STATUSES = Object.keys(SYNC_STATUS) as SyncStatus[];

export const useSyncLogFilters = (): ListFilter[] => {
  const text = useText();
  const contentType = useContentTypeFilter();
  const versions = useVersionFilters('versionStatus');

  return useMemo(
    () => [
      {
        name: 'status',
        label: text('field.status'),
        options: STATUSES.map((value) => ({ value, label: text(`syncStatus.${value}`) })),
      },
      contentType,
      { name: 'documentId', label: text('field.remoteDocumentId') },
      { name: 'producer', label: text('field.producer'), field: 'name' },
      ...versions,
    ],
    [contentType, versions, text]
  );
};

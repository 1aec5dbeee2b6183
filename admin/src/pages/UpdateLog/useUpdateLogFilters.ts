import { useMemo } from 'react';

import { useContentTypeFilter } from '../../hooks/useContentTypeFilter';
import { useText } from '../../hooks/useText';
import { useVersionFilters } from '../../hooks/useVersionFilters';

import type { UpdateType } from '../../../../server/src/protocol';
import type { ListFilter } from '../../components/ListFilters';

const UPDATE_TYPES: UpdateType[] = ['create', 'update', 'delete'];

export const useUpdateLogFilters = (): ListFilter[] => {
  const text = useText();
  const contentType = useContentTypeFilter();
  const versions = useVersionFilters('status');

  return useMemo(
    () => [
      contentType,
      {
        name: 'updateType',
        label: text('field.updateType'),
        options: UPDATE_TYPES.map((value) => ({ value, label: text(`updateType.${value}`) })),
      },
      { name: 'documentId', label: text('field.documentId') },
      ...versions,
    ],
    [contentType, versions, text]
  );
};

import { useMemo } from 'react';

import { useContentTypeFilter } from '../../hooks/useContentTypeFilter';
import { useText } from '../../hooks/useText';

import type { UpdateType } from '../../../../server/src/protocol';
import type { ListFilter } from '../../components/ListFilters';

const UPDATE_TYPES: UpdateType[] = ['create', 'update', 'delete'];

export const useUpdateLogFilters = (): ListFilter[] => {
  const text = useText();
  const contentType = useContentTypeFilter();

  return useMemo(
    () => [
      contentType,
      {
        name: 'updateType',
        label: text('field.updateType'),
        options: UPDATE_TYPES.map((value) => ({ value, label: text(`updateType.${value}`) })),
      },
      { name: 'documentId', label: text('field.documentId') },
    ],
    [contentType, text]
  );
};

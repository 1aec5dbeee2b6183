import { useMemo } from 'react';

import { useText } from './useText';

import type { VersionStatus } from '../../../server/src/protocol';
import type { ListFilter } from '../components/ListFilters';

const VERSION_STATUSES: VersionStatus[] = ['draft', 'published'];

/** Filters of a log by the version of a document; `statusField` is what the log calls its status. */
export const useVersionFilters = (statusField: 'status' | 'versionStatus'): ListFilter[] => {
  const text = useText();
  return useMemo(
    () => [
      { name: 'locale', label: text('field.locale') },
      {
        name: statusField,
        label: text('field.versionStatus'),
        options: VERSION_STATUSES.map((value) => ({
          value,
          label: text(`versionStatus.${value}`),
        })),
      },
    ],
    [text, statusField]
  );
};

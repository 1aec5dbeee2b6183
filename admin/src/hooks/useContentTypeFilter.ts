import { useMemo } from 'react';

import { useContentTypes } from './useContentTypes';
import { useText } from './useText';

import type { ListFilter } from '../components/ListFilters';

/** By name where this site's content types may be read, otherwise by uid as text. */
export const useContentTypeFilter = (): ListFilter => {
  const text = useText();
  const { contentTypes } = useContentTypes();

  return useMemo(() => {
    const options = contentTypes.map(({ uid, displayName }) => ({
      value: uid,
      label: `${displayName} (${uid})`,
    }));
    return {
      name: 'contentType',
      label: text('field.contentType'),
      options: options.length > 0 ? options : undefined,
    };
  }, [contentTypes, text]);
};

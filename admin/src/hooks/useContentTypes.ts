import { useCallback, useMemo } from 'react';

import { useEventStreamingContentTypesQuery } from '../api';

import type { StreamableContentType } from '../../../server/src/protocol';

const NONE: StreamableContentType[] = [];

/** This site's content types; a type that only the other site has goes by its uid. */
export const useContentTypes = () => {
  const { data: contentTypes = NONE, isLoading, error } = useEventStreamingContentTypesQuery();

  const names = useMemo(
    () => new Map(contentTypes.map(({ uid, displayName }) => [uid, displayName])),
    [contentTypes]
  );
  const nameOf = useCallback((uid: string) => names.get(uid) ?? uid, [names]);

  return { contentTypes, nameOf, isLoading, error };
};

import { useCallback } from 'react';

import { useText } from './useText';

import type { DocumentVersion } from '../../../server/src/protocol';

/** Names a version of a document in plain words, for where there is no room for a badge. */
export const useVersionName = (): ((version: Omit<DocumentVersion, 'fields'>) => string) => {
  const text = useText();
  return useCallback(
    ({ locale, status }) =>
      [locale, status && text(`versionStatus.${status}`)].filter(Boolean).join(' · ') ||
      text('version.only'),
    [text]
  );
};

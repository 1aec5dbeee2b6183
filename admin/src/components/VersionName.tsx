import { useText } from '../hooks/useText';

import type { VersionStatus } from '../../../server/src/protocol';

interface VersionNameProps {
  locale: string | null;
  status: VersionStatus | null;
}

/** Which version of a document: its locale and status, as far as it has them. */
export const VersionName = ({ locale, status }: VersionNameProps) => {
  const text = useText();
  const parts = [locale, status === null ? null : text(`versionStatus.${status}`)].filter(
    (part) => part !== null
  );
  return parts.length > 0 ? <span>{parts.join(', ')}</span> : null;
};

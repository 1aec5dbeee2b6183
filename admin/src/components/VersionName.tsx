import { useText } from '../hooks/useText';

import type { VersionStatus } from '../../../server/src/protocol';

interface VersionNameProps {
  locale: string | null;
  status: VersionStatus | null;
}

/** Which version of a document: its locale and status, as far as the content type has them. */
export const VersionName = ({ locale, status }: VersionNameProps) => {
  const text = useText();
  const parts = [locale, status === null ? null : text(`versionStatus.${status}`)].filter(
    (part) => part !== null
  );
  return <span>{parts.length > 0 ? parts.join(', ') : text('version.only')}</span>;
};

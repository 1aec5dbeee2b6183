import { Flex } from '@strapi/design-system';

import { VersionStatusBadge } from './statuses';
import { useText } from '../hooks/useText';

import type { VersionStatus } from '../../../server/src/protocol';

interface VersionNameProps {
  locale: string | null;
  status: VersionStatus | null;
  /** Say so, when the document has but one version. */
  explicit?: boolean;
}

/** Which version of a document: its locale and status, as far as it has them. */
export const VersionName = ({ locale, status, explicit = false }: VersionNameProps) => {
  const text = useText();
  if (locale === null && status === null) {
    return explicit ? <span>{text('version.only')}</span> : null;
  }
  return (
    <Flex gap={2}>
      {locale === null ? null : <span title={text('field.locale')}>{locale}</span>}
      {status === null ? null : <VersionStatusBadge status={status} />}
    </Flex>
  );
};

import { useMemo } from 'react';

import { useIntl } from 'react-intl';

import { ContentTypeName } from '../../components/ContentTypeName';
import { OpenLink } from '../../components/OpenLink';
import { UpdateTypeBadge } from '../../components/statuses';
import { TimeAgo } from '../../components/TimeAgo';
import { VersionName } from '../../components/VersionName';
import { useContentTypes } from '../../hooks/useContentTypes';
import { useText } from '../../hooks/useText';
import { paths } from '../../paths';

import type { UpdateLog } from '../../../../server/src/protocol';
import type { Column } from '../../components/DataTable';

export const useUpdateLogColumns = (): Column<UpdateLog>[] => {
  const text = useText();
  const intl = useIntl();
  const { nameOf } = useContentTypes();

  return useMemo(
    () => [
      {
        name: 'sequence',
        label: text('field.sequence'),
        sortable: true,
        cell: ({ id, sequence }) => (
          <OpenLink to={paths.updateLog(id)}>
            {sequence === null ? text('updateLogs.unnumbered') : intl.formatNumber(sequence)}
          </OpenLink>
        ),
      },
      {
        name: 'updateType',
        label: text('field.updateType'),
        sortable: true,
        cell: ({ updateType }) => <UpdateTypeBadge type={updateType} />,
      },
      {
        name: 'contentType',
        label: text('field.contentType'),
        sortable: true,
        cell: ({ contentType }) => <ContentTypeName uid={contentType} nameOf={nameOf} />,
      },
      { name: 'documentId', label: text('field.documentId'), cell: (log) => log.documentId },
      {
        name: 'version',
        label: text('field.version'),
        cell: ({ locale, status }) => <VersionName locale={locale} status={status} />,
      },
      {
        name: 'occurredAt',
        label: text('field.occurredAt'),
        sortable: true,
        cell: ({ occurredAt }) => <TimeAgo date={occurredAt} />,
      },
    ],
    [text, intl, nameOf]
  );
};

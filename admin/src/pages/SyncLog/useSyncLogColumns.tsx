import { useMemo } from 'react';

import { Flex, Typography } from '@strapi/design-system';

import { ErrorExcerpt } from './ErrorExcerpt';
import { ResyncIconButton } from './ResyncButton';
import { OpenLink } from '../../components/OpenLink';
import { SyncStatusBadge } from '../../components/statuses';
import { TimeAgo } from '../../components/TimeAgo';
import { VersionName } from '../../components/VersionName';
import { useContentTypes } from '../../hooks/useContentTypes';
import { useText } from '../../hooks/useText';
import { paths } from '../../paths';

import type { SyncLog } from '../../../../server/src/protocol';
import type { Column } from '../../components/DataTable';

export const useSyncLogColumns = (withResync: boolean): Column<SyncLog>[] => {
  const text = useText();
  const { nameOf } = useContentTypes();

  return useMemo(() => {
    const columns: Column<SyncLog>[] = [
      {
        name: 'status',
        label: text('field.status'),
        sortable: true,
        cell: ({ status }) => <SyncStatusBadge status={status} />,
      },
      {
        name: 'updateType',
        label: text('field.change'),
        sortable: true,
        cell: ({ updateType }) => text(`updateType.${updateType}`),
      },
      {
        name: 'contentType',
        label: text('field.document'),
        sortable: true,
        cell: ({ id, contentType, documentId }) => (
          <Flex direction="column" alignItems="flex-start">
            <OpenLink to={paths.syncLog(id)} title={contentType}>
              {nameOf(contentType)}
            </OpenLink>
            <Typography variant="pi" textColor="neutral600">
              {documentId}
            </Typography>
          </Flex>
        ),
      },
      {
        name: 'version',
        label: text('field.version'),
        cell: ({ locale, versionStatus }) => <VersionName locale={locale} status={versionStatus} />,
      },
      {
        name: 'error',
        label: text('field.error'),
        cell: ({ status, error }) => <ErrorExcerpt status={status} error={error} />,
      },
      {
        name: 'createdAt',
        label: text('field.receivedAt'),
        sortable: true,
        cell: ({ createdAt, producer }) => (
          <Flex direction="column" alignItems="flex-start">
            <TimeAgo date={createdAt} />
            <Typography variant="pi" textColor="neutral600">
              {text('syncLog.from', { producer: producer.name })}
            </Typography>
          </Flex>
        ),
      },
    ];
    return withResync
      ? [
          ...columns,
          {
            name: 'actions',
            label: text('field.actions'),
            cell: (log) => <ResyncIconButton log={log} />,
          },
        ]
      : columns;
  }, [text, nameOf, withResync]);
};

import { useMemo } from 'react';

import { Typography } from '@strapi/design-system';

import { ResyncIconButton } from './ResyncButton';
import { ContentTypeName } from '../../components/ContentTypeName';
import { OpenLink } from '../../components/OpenLink';
import { SyncStatusBadge, UpdateTypeBadge } from '../../components/statuses';
import { TimeAgo } from '../../components/TimeAgo';
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
      {
        name: 'documentId',
        label: text('field.remoteDocumentId'),
        cell: ({ id, documentId }) => (
          <OpenLink to={paths.syncLog(id)}>
            <Typography tag="div" textColor="inherit" maxWidth="12rem" ellipsis title={documentId}>
              {documentId}
            </Typography>
          </OpenLink>
        ),
      },
      { name: 'producer', label: text('field.producer'), cell: ({ producer }) => producer.name },
      {
        name: 'error',
        label: text('field.error'),
        cell: ({ error }) => (
          <Typography textColor="danger600" tag="div" maxWidth="14rem" ellipsis title={error ?? ''}>
            {error}
          </Typography>
        ),
      },
      {
        name: 'createdAt',
        label: text('field.receivedAt'),
        sortable: true,
        cell: ({ createdAt }) => <TimeAgo date={createdAt} />,
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

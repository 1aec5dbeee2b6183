import { Flex, Typography } from '@strapi/design-system';

import { OpenLink } from '../../components/OpenLink';
import { DataTable, type Column } from '../../components/DataTable';
import { Panel } from '../../components/Panel';
import { SyncStatusBadge } from '../../components/statuses';
import { StatusBadge } from '../../components/StatusBadge';
import { TimeAgo } from '../../components/TimeAgo';
import { useText } from '../../hooks/useText';
import { paths } from '../../paths';

import type { UpdateLogDelivery } from '../../../../server/src/protocol';

interface DeliveriesPanelProps {
  deliveries: UpdateLogDelivery[];
}

/** Which consumers have got the event, and what they made of it. */
export const DeliveriesPanel = ({ deliveries }: DeliveriesPanelProps) => {
  const text = useText();

  const columns: Column<UpdateLogDelivery>[] = [
    {
      name: 'name',
      label: text('field.consumer'),
      cell: ({ documentId, name }) => <OpenLink to={paths.consumer(documentId)}>{name}</OpenLink>,
    },
    {
      name: 'deliveredAt',
      label: text('field.deliveredAt'),
      cell: ({ deliveredAt, kind }) => (
        <Flex direction="column" alignItems="flex-start">
          <TimeAgo date={deliveredAt} />
          {kind === 'change' ? null : (
            <Typography variant="pi" textColor="neutral600">
              {text(`updateLog.delivery.${kind}`)}
            </Typography>
          )}
        </Flex>
      ),
    },
    {
      name: 'result',
      label: text('field.result'),
      cell: ({ result }) =>
        result === null ? (
          <StatusBadge variant="neutral">{text('updateLog.unacknowledged')}</StatusBadge>
        ) : (
          <SyncStatusBadge status={result} />
        ),
    },
    {
      name: 'error',
      label: text('field.error'),
      cell: ({ error, result }) =>
        error === null ? null : (
          <Typography
            textColor={result === 'failed' ? 'danger600' : 'neutral600'}
            style={{ whiteSpace: 'normal' }}
          >
            {error}
          </Typography>
        ),
    },
  ];

  return (
    <Panel title={text('updateLog.deliveries')}>
      <DataTable
        columns={columns}
        rows={deliveries}
        idOf={({ documentId }) => documentId}
        isLoading={false}
        empty={{ content: text('updateLog.deliveries.empty') }}
      />
    </Panel>
  );
};

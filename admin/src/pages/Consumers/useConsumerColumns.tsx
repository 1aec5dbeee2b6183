import { useMemo } from 'react';

import { useIntl } from 'react-intl';

import { DeleteConsumer } from './DeleteConsumer';
import { SiteName } from '../../components/SiteName';
import { SubscriptionSummary } from '../../components/SubscriptionSummary';
import { TimeAgo } from '../../components/TimeAgo';
import { useText } from '../../hooks/useText';
import { paths } from '../../paths';

import type { Consumer } from '../../../../server/src/protocol';
import type { Column } from '../../components/DataTable';

export const useConsumerColumns = (withDelete: boolean): Column<Consumer>[] => {
  const text = useText();
  const intl = useIntl();

  return useMemo(() => {
    const columns: Column<Consumer>[] = [
      {
        name: 'name',
        label: text('field.name'),
        sortable: true,
        cell: ({ documentId, name, url }) => (
          <SiteName name={name} url={url} to={paths.consumer(documentId)} />
        ),
      },
      {
        name: 'subscriptions',
        label: text('field.subscriptions'),
        cell: ({ subscriptions }) => <SubscriptionSummary subscriptions={subscriptions} />,
      },
      {
        name: 'lastSeenAt',
        label: text('field.lastSeen'),
        sortable: true,
        cell: ({ lastSeenAt }) => <TimeAgo date={lastSeenAt} />,
      },
      {
        name: 'acknowledgedCursor',
        label: text('field.acknowledgedCursor'),
        cell: ({ acknowledgedCursor }) => intl.formatNumber(acknowledgedCursor),
      },
    ];
    return withDelete
      ? [
          ...columns,
          {
            name: 'actions',
            label: text('field.actions'),
            cell: (consumer) => <DeleteConsumer consumer={consumer} as="icon" />,
          },
        ]
      : columns;
  }, [text, intl, withDelete]);
};

import { useMemo } from 'react';

import { Flex, Typography } from '@strapi/design-system';

import { DeleteProducer } from './DeleteProducer';
import { lagOf } from './lag';
import { PullNow } from './PullNow';
import { TestConnection } from './TestConnection';
import { ClickStopper } from '../../components/ClickStopper';
import { SiteName } from '../../components/SiteName';
import { ProducerStateBadge } from '../../components/statuses';
import { SubscriptionSummary } from '../../components/SubscriptionSummary';
import { TimeAgo } from '../../components/TimeAgo';
import { useText } from '../../hooks/useText';
import { paths } from '../../paths';

import type { Producer } from '../../../../server/src/protocol';
import type { Column } from '../../components/DataTable';

const StateCell = ({ producer }: { producer: Producer }) => (
  <Flex direction="column" alignItems="flex-start" gap={1}>
    <ProducerStateBadge state={producer.state} />
    {producer.lastError === null ? null : (
      <Typography
        variant="pi"
        textColor="danger600"
        minWidth="22rem"
        style={{ whiteSpace: 'normal' }}
      >
        {producer.lastError}
      </Typography>
    )}
  </Flex>
);

export const useProducerColumns = (withActions: boolean): Column<Producer>[] => {
  const text = useText();

  return useMemo(() => {
    const columns: Column<Producer>[] = [
      {
        name: 'name',
        label: text('field.name'),
        sortable: true,
        cell: ({ documentId, name, url }) => (
          <SiteName name={name} url={url} to={paths.producer(documentId)} />
        ),
      },
      {
        name: 'state',
        label: text('field.state'),
        cell: (producer) => <StateCell producer={producer} />,
      },
      {
        name: 'subscriptions',
        label: text('field.subscriptions'),
        cell: ({ subscriptions }) => <SubscriptionSummary subscriptions={subscriptions} />,
      },
      {
        name: 'lastContactAt',
        label: text('field.lastContact'),
        sortable: true,
        cell: ({ lastContactAt }) => <TimeAgo date={lastContactAt} />,
      },
      {
        name: 'lag',
        label: text('field.lag'),
        cell: (producer) => text('lag', { count: lagOf(producer) }),
      },
    ];
    return withActions
      ? [
          ...columns,
          {
            name: 'actions',
            label: text('field.actions'),
            cell: (producer) => (
              <ClickStopper>
                <TestConnection producer={producer} as="icon" />
                <PullNow producer={producer} as="icon" />
                <DeleteProducer producer={producer} as="icon" />
              </ClickStopper>
            ),
          },
        ]
      : columns;
  }, [text, withActions]);
};

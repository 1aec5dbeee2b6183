import { Flex, Typography } from '@strapi/design-system';

import { ApprovalButtons } from './ApprovalButtons';
import { SubscriptionStatusBadge } from '../../components/statuses';
import { useContentTypes } from '../../hooks/useContentTypes';
import { useText } from '../../hooks/useText';

import type { Decide } from './useDecide';
import type { ConsumerSubscription } from '../../../../server/src/protocol';
import type { Column } from '../../components/DataTable';

interface ApprovalColumnsOptions {
  consumerName: string;
  decide: Decide;
  isDeciding: boolean;
  canApprove: boolean;
}

export const useApprovalColumns = ({
  consumerName,
  decide,
  isDeciding,
  canApprove,
}: ApprovalColumnsOptions): Column<ConsumerSubscription>[] => {
  const text = useText();
  const { nameOf } = useContentTypes();

  const columns: Column<ConsumerSubscription>[] = [
    {
      name: 'contentType',
      label: text('field.contentType'),
      cell: ({ contentType }) => (
        <Flex direction="column" alignItems="flex-start">
          <Typography fontWeight="bold">{nameOf(contentType)}</Typography>
          <Typography variant="pi" textColor="neutral600">
            {contentType}
          </Typography>
        </Flex>
      ),
    },
    {
      name: 'status',
      label: text('field.status'),
      cell: ({ status, unsubscribed }) => (
        <Flex direction="column" alignItems="flex-start" gap={1}>
          <SubscriptionStatusBadge status={status} />
          {unsubscribed ? (
            <Typography variant="pi" textColor="neutral600">
              {text('consumer.unsubscribed')}
            </Typography>
          ) : null}
        </Flex>
      ),
    },
  ];
  return canApprove
    ? [
        ...columns,
        {
          name: 'decision',
          label: text('field.decision'),
          cell: (subscription) => (
            <ApprovalButtons
              subscription={subscription}
              name={nameOf(subscription.contentType)}
              consumerName={consumerName}
              decide={decide}
              isDeciding={isDeciding}
            />
          ),
        },
      ]
    : columns;
};

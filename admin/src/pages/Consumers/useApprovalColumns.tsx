import { Button, Flex, Typography } from '@strapi/design-system';
import { Check, Cross } from '@strapi/icons';

import { SubscriptionStatusBadge } from '../../components/statuses';
import { useContentTypes } from '../../hooks/useContentTypes';
import { useText } from '../../hooks/useText';

import type { Decide } from './useDecide';
import type { ConsumerSubscription } from '../../../../server/src/protocol';
import type { Column } from '../../components/DataTable';

interface ApprovalButtonsProps {
  subscription: ConsumerSubscription;
  name: string;
  decide: Decide;
  isDeciding: boolean;
}

const ApprovalButtons = ({ subscription, name, decide, isDeciding }: ApprovalButtonsProps) => {
  const text = useText();
  const { contentType, status } = subscription;
  return (
    <Flex gap={2} justifyContent="flex-end">
      {status === 'approved' ? null : (
        <Button
          size="S"
          variant="success-light"
          startIcon={<Check />}
          disabled={isDeciding}
          aria-label={text('consumer.approve', { name })}
          onClick={() => void decide([contentType], 'approved')}
        >
          {text('action.approve')}
        </Button>
      )}
      {status === 'rejected' ? null : (
        <Button
          size="S"
          variant="danger-light"
          startIcon={<Cross />}
          disabled={isDeciding}
          aria-label={text('consumer.reject', { name })}
          onClick={() => void decide([contentType], 'rejected')}
        >
          {text('action.reject')}
        </Button>
      )}
    </Flex>
  );
};

interface ApprovalColumnsOptions {
  decide: Decide;
  isDeciding: boolean;
  canApprove: boolean;
}

export const useApprovalColumns = ({
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
      cell: ({ status }) => <SubscriptionStatusBadge status={status} />,
    },
    {
      name: 'unsubscribed',
      label: text('field.note'),
      cell: ({ unsubscribed }) => (unsubscribed ? text('consumer.unsubscribed') : null),
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
              decide={decide}
              isDeciding={isDeciding}
            />
          ),
        },
      ]
    : columns;
};

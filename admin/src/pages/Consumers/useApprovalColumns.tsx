import { Flex, Typography } from '@strapi/design-system';

import { ApprovalButtons } from './ApprovalButtons';
import { Conditions } from './Conditions';
import { Dependencies } from './Dependencies';
import { SubscriptionStatusBadge } from '../../components/statuses';
import { useContentTypes } from '../../hooks/useContentTypes';
import { useText } from '../../hooks/useText';

import type { ConditionDrafts } from './useConditionDrafts';
import type { Decisions } from './useDecide';
import type { Refusals } from './useRefusals';
import type { ConsumerSubscription } from '../../../../server/src/protocol';
import type { Column } from '../../components/DataTable';

interface ApprovalColumnsOptions {
  consumerName: string;
  refusals: Refusals;
  conditions: ConditionDrafts;
  decisions: Decisions;
  canApprove: boolean;
}

export const useApprovalColumns = ({
  consumerName,
  refusals,
  conditions,
  decisions: { decide, saveDependencies, saveCondition, isDeciding },
  canApprove,
}: ApprovalColumnsOptions): Column<ConsumerSubscription>[] => {
  const text = useText();
  const { nameOf } = useContentTypes();

  const columns: Column<ConsumerSubscription>[] = [
    {
      name: 'contentType',
      label: text('field.contentType'),
      cell: ({ contentType, versions }) => (
        <Flex direction="column" alignItems="flex-start">
          <Typography fontWeight="bold">{nameOf(contentType)}</Typography>
          <Typography variant="pi" textColor="neutral600">
            {contentType}
          </Typography>
          {versions === 'published' ? (
            <Typography variant="pi" textColor="neutral600">
              {text('versions.published')}
            </Typography>
          ) : null}
        </Flex>
      ),
    },
    {
      name: 'condition',
      label: text('field.condition'),
      cell: (subscription) => (
        <Conditions
          subscription={subscription}
          name={nameOf(subscription.contentType)}
          drafts={conditions}
          disabled={!canApprove || isDeciding}
          onSave={() => void saveCondition(subscription.contentType)}
        />
      ),
    },
    {
      name: 'dependencies',
      label: text('field.dependencies'),
      cell: (subscription) => (
        <Dependencies
          subscription={subscription}
          nameOf={nameOf}
          refusals={refusals}
          disabled={!canApprove || isDeciding}
          onSave={() => void saveDependencies(subscription.contentType)}
        />
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

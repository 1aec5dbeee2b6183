import { Button, Typography } from '@strapi/design-system';
import { Check } from '@strapi/icons';

import { useApprovalColumns } from './useApprovalColumns';
import { useConditionDrafts } from './useConditionDrafts';
import { useDecide } from './useDecide';
import { useRefusals } from './useRefusals';
import { DataTable } from '../../components/DataTable';
import { Notice } from '../../components/Notice';
import { Panel } from '../../components/Panel';
import { useText } from '../../hooks/useText';

import type { Consumer } from '../../../../server/src/protocol';

interface ApprovalsPanelProps {
  consumer: Consumer;
  canApprove: boolean;
}

/** What the consumer asks for, and what it is given. */
export const ApprovalsPanel = ({ consumer, canApprove }: ApprovalsPanelProps) => {
  const text = useText();
  const refusals = useRefusals();
  const conditions = useConditionDrafts();
  const decisions = useDecide(consumer, refusals, conditions);
  const { decide, isDeciding } = decisions;
  const columns = useApprovalColumns({
    consumerName: consumer.name,
    refusals,
    conditions,
    decisions,
    canApprove,
  });

  const pending = consumer.subscriptions
    .filter(({ status, unsubscribed }) => status === 'pending' && !unsubscribed)
    .map(({ contentType }) => contentType);

  return (
    <Panel
      title={text('consumer.subscriptions')}
      action={
        canApprove && pending.length > 1 ? (
          <Button
            variant="success-light"
            startIcon={<Check />}
            loading={isDeciding}
            onClick={() => void decide(pending, 'approved')}
          >
            {text('consumer.approveAll', { count: pending.length })}
          </Button>
        ) : null
      }
    >
      {pending.length > 0 ? (
        <Notice variant="warning" title={text('consumers.pending', { count: pending.length })}>
          {text('consumer.pending.next')}
        </Notice>
      ) : null}
      {consumer.subscriptions.some(({ dependencies }) => dependencies.length > 0) ? (
        <Typography textColor="neutral600">{text('consumer.dependencies.hint')}</Typography>
      ) : null}
      <DataTable
        columns={columns}
        rows={consumer.subscriptions}
        idOf={({ contentType }) => contentType}
        isLoading={false}
        empty={{ content: text('consumer.subscriptions.empty') }}
      />
    </Panel>
  );
};

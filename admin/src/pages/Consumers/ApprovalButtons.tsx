import { Button, Flex } from '@strapi/design-system';
import { Check, Cross } from '@strapi/icons';

import { ConfirmedAction } from '../../components/ConfirmedAction';
import { useText } from '../../hooks/useText';

import type { Decide } from './useDecide';
import type { ConsumerSubscription } from '../../../../server/src/protocol';

interface ApprovalButtonsProps {
  subscription: ConsumerSubscription;
  /** Of the content type. */
  name: string;
  consumerName: string;
  decide: Decide;
  isDeciding: boolean;
}

export const ApprovalButtons = ({
  subscription: { contentType, status },
  name,
  consumerName,
  decide,
  isDeciding,
}: ApprovalButtonsProps) => {
  const text = useText();
  const reject = () => decide([contentType], 'rejected');
  const rejectLabel = text('consumer.reject', { name });

  const rejectButton = (onClick?: () => void) => (
    <Button
      size="S"
      variant="danger-light"
      startIcon={<Cross />}
      disabled={isDeciding}
      aria-label={rejectLabel}
      onClick={onClick}
    >
      {text('action.reject')}
    </Button>
  );

  return (
    <Flex gap={2}>
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
      {status === 'pending' ? rejectButton(() => void reject()) : null}
      {status === 'approved' ? (
        // What flows already is stopped only on purpose.
        <ConfirmedAction
          title={rejectLabel}
          question={text('consumer.reject.question', { name, consumer: consumerName })}
          onConfirm={reject}
        >
          {rejectButton()}
        </ConfirmedAction>
      ) : null}
    </Flex>
  );
};

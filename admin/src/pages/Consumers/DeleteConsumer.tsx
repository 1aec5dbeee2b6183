import { Button, IconButton } from '@strapi/design-system';
import { Trash } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';

import { useEventStreamingDeleteConsumerMutation } from '../../api';
import { ClickStopper } from '../../components/ClickStopper';
import { ConfirmedAction } from '../../components/ConfirmedAction';
import { useReportedRequest } from '../../hooks/useReportedRequest';
import { useText } from '../../hooks/useText';

import type { Consumer } from '../../../../server/src/protocol';

interface DeleteConsumerProps {
  consumer: Consumer;
  as: 'icon' | 'button';
  onDeleted?: () => void;
}

export const DeleteConsumer = ({ consumer, as, onDeleted }: DeleteConsumerProps) => {
  const text = useText();
  const { toggleNotification } = useNotification();
  const report = useReportedRequest();
  const [deleteConsumer] = useEventStreamingDeleteConsumerMutation();

  const handleConfirm = async () => {
    const deleted = await report(deleteConsumer(consumer.documentId));
    if (deleted !== null) {
      toggleNotification({
        type: 'success',
        message: text('consumer.deleted', { name: consumer.name }),
      });
      onDeleted?.();
    }
  };

  const label = text('consumer.delete', { name: consumer.name });
  return (
    <ClickStopper>
      <ConfirmedAction
        title={label}
        question={text('consumer.delete.question', { name: consumer.name })}
        onConfirm={handleConfirm}
      >
        {as === 'icon' ? (
          <IconButton label={label} variant="ghost">
            <Trash />
          </IconButton>
        ) : (
          <Button variant="danger-light" startIcon={<Trash />}>
            {text('action.delete')}
          </Button>
        )}
      </ConfirmedAction>
    </ClickStopper>
  );
};

import { Button, IconButton } from '@strapi/design-system';
import { Trash } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';

import { useEventStreamingDeleteProducerMutation } from '../../api';
import { ConfirmedAction } from '../../components/ConfirmedAction';
import { useReportedRequest } from '../../hooks/useReportedRequest';
import { useText } from '../../hooks/useText';

import type { Producer } from '../../../../server/src/protocol';

interface DeleteProducerProps {
  producer: Producer;
  as: 'icon' | 'button';
  onDeleted?: () => void;
}

export const DeleteProducer = ({ producer, as, onDeleted }: DeleteProducerProps) => {
  const text = useText();
  const { toggleNotification } = useNotification();
  const report = useReportedRequest();
  const [deleteProducer] = useEventStreamingDeleteProducerMutation();

  const handleConfirm = async () => {
    const response = await report(deleteProducer(producer.documentId));
    if (response === null) {
      return;
    }
    const title = text('producer.deleted', { name: producer.name });
    if (response.meta.unregistered) {
      toggleNotification({ type: 'success', message: title });
    } else {
      const message = response.meta.message ?? text('producer.deleted.notUnregistered');
      // It says what is left to do on the other site, so it stays until it is closed.
      toggleNotification({ type: 'warning', title, message, blockTransition: true });
    }
    onDeleted?.();
  };

  const label = text('producer.delete', { name: producer.name });
  return (
    <ConfirmedAction
      title={label}
      question={text('producer.delete.question', { name: producer.name })}
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
  );
};

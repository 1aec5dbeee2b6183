import { Button, IconButton } from '@strapi/design-system';
import { Download } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';

import { useEventStreamingPullProducerMutation } from '../../api';
import { useReportedRequest } from '../../hooks/useReportedRequest';
import { useText } from '../../hooks/useText';

import type { Producer } from '../../../../server/src/protocol';

interface PullNowProps {
  producer: Producer;
  as: 'icon' | 'button';
}

export const PullNow = ({ producer, as }: PullNowProps) => {
  const text = useText();
  const { toggleNotification } = useNotification();
  const report = useReportedRequest();
  const [pull, { isLoading }] = useEventStreamingPullProducerMutation();

  const handlePull = async () => {
    const result = await report(pull(producer.documentId));
    if (result !== null) {
      const { applied, skipped, failed } = result;
      toggleNotification({
        type: failed > 0 ? 'warning' : 'success',
        message: text('producer.pulled', { name: producer.name, applied, skipped, failed }),
      });
    }
  };

  return as === 'icon' ? (
    <IconButton
      label={text('producer.pull', { name: producer.name })}
      variant="ghost"
      disabled={isLoading}
      onClick={() => void handlePull()}
    >
      <Download />
    </IconButton>
  ) : (
    <Button
      variant="secondary"
      startIcon={<Download />}
      loading={isLoading}
      onClick={() => void handlePull()}
    >
      {text('action.pull')}
    </Button>
  );
};

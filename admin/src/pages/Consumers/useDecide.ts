import { useNotification } from '@strapi/strapi/admin';

import { useEventStreamingUpdateConsumerMutation } from '../../api';
import { useReportedRequest } from '../../hooks/useReportedRequest';
import { useText } from '../../hooks/useText';

import type { Consumer, SubscriptionStatus } from '../../../../server/src/protocol';

export type Decision = Exclude<SubscriptionStatus, 'pending'>;
export type Decide = (contentTypes: string[], status: Decision) => Promise<void>;

/** Approves or rejects what a consumer asks for. */
export const useDecide = ({
  documentId,
}: Pick<Consumer, 'documentId'>): { decide: Decide; isDeciding: boolean } => {
  const text = useText();
  const { toggleNotification } = useNotification();
  const report = useReportedRequest();
  const [updateConsumer, { isLoading }] = useEventStreamingUpdateConsumerMutation();

  const decide: Decide = async (contentTypes, status) => {
    const subscriptions = contentTypes.map((contentType) => ({ contentType, status }));
    const updated = await report(updateConsumer({ documentId, changes: { subscriptions } }));
    if (updated !== null) {
      toggleNotification({
        type: 'success',
        message: text(`consumer.decided.${status}`, { count: contentTypes.length }),
      });
    }
  };

  return { decide, isDeciding: isLoading };
};

import { useNotification } from '@strapi/strapi/admin';

import { useEventStreamingUpdateConsumerMutation } from '../../api';
import { useReportedRequest } from '../../hooks/useReportedRequest';
import { useText } from '../../hooks/useText';

import type { ConditionDrafts } from './useConditionDrafts';
import type { Refusals } from './useRefusals';
import type { Consumer, SubscriptionStatus } from '../../../../server/src/protocol';

export type Decision = Exclude<SubscriptionStatus, 'pending'>;
export type Decide = (contentTypes: string[], status: Decision) => Promise<void>;

export interface Decisions {
  decide: Decide;
  /** Changes what comes along with an approved content type. */
  saveDependencies: (contentType: string) => Promise<void>;
  /** Changes which documents of an approved content type are sent. */
  saveCondition: (contentType: string) => Promise<void>;
  isDeciding: boolean;
}

/** Approves or rejects what a consumer asks for, which of it, and what comes along with it. */
export const useDecide = (
  { documentId }: Pick<Consumer, 'documentId'>,
  refusals: Refusals,
  conditions: ConditionDrafts
): Decisions => {
  const text = useText();
  const { toggleNotification } = useNotification();
  const report = useReportedRequest();
  const [updateConsumer, { isLoading }] = useEventStreamingUpdateConsumerMutation();

  const judge = async (contentTypes: string[], status: Decision, done: string) => {
    const subscriptions = contentTypes.map((contentType) => ({
      contentType,
      status,
      refusedDependencies: refusals.changed(contentType),
      condition: conditions.changed(contentType),
    }));
    const updated = await report(updateConsumer({ documentId, changes: { subscriptions } }));
    if (updated !== null) {
      refusals.forget(contentTypes);
      conditions.forget(contentTypes);
      toggleNotification({ type: 'success', message: done });
    }
  };

  return {
    decide: (contentTypes, status) =>
      judge(
        contentTypes,
        status,
        text(`consumer.decided.${status}`, { count: contentTypes.length })
      ),
    saveDependencies: (contentType) =>
      judge([contentType], 'approved', text('consumer.dependencies.saved')),
    saveCondition: (contentType) =>
      judge([contentType], 'approved', text('consumer.condition.saved')),
    isDeciding: isLoading,
  };
};

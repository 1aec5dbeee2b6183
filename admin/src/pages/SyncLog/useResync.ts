import { useCallback } from 'react';

import { useNotification } from '@strapi/strapi/admin';

import { summarise } from './resync';
import { useEventStreamingResyncMutation } from '../../api';
import { useReportedRequest } from '../../hooks/useReportedRequest';
import { useText } from '../../hooks/useText';

/** Replays entries of the sync log and tells how it went. */
export const useResync = () => {
  const text = useText();
  const { toggleNotification } = useNotification();
  const report = useReportedRequest();
  const [request, { isLoading }] = useEventStreamingResyncMutation();

  const resync = useCallback(
    async (ids: string[]) => {
      const outcomes = await report(request(ids));
      if (outcomes === null) {
        return;
      }
      const { synced, open, error } = summarise(outcomes);
      toggleNotification({
        type: open > 0 ? 'warning' : 'success',
        title: text('resync.done', { synced, open }),
        message: error ?? undefined,
      });
    },
    [report, request, text, toggleNotification]
  );

  return { resync, isResyncing: isLoading };
};

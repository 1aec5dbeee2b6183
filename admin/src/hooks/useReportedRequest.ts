import { useCallback } from 'react';

import { useNotification } from '@strapi/strapi/admin';

import { useErrorMessage, type RequestError } from './useErrorMessage';

type Outcome<T> = { data: T; error?: undefined } | { data?: undefined; error: RequestError };

/** Awaits a mutation and notifies of its failure; null says that it failed. */
export const useReportedRequest = () => {
  const { toggleNotification } = useNotification();
  const errorMessage = useErrorMessage();

  return useCallback(
    async <T>(request: PromiseLike<Outcome<T>>): Promise<T | null> => {
      const outcome = await request;
      if (outcome.error !== undefined) {
        toggleNotification({ type: 'danger', message: errorMessage(outcome.error) });
        return null;
      }
      return outcome.data;
    },
    [errorMessage, toggleNotification]
  );
};

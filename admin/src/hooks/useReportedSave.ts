import { useCallback } from 'react';

import {
  isBaseQueryError,
  useAPIErrorHandler,
  useNotification,
  type FormHelpers,
} from '@strapi/strapi/admin';

import type { RequestError } from './useErrorMessage';

type Outcome<T> = { data: T; error?: undefined } | { data?: undefined; error: RequestError };

const namesFields = (details: unknown): boolean =>
  typeof details === 'object' &&
  details !== null &&
  'errors' in details &&
  Array.isArray(details.errors);

/**
 * Awaits the saving of a form. What the server finds wrong is notified, and shown at the field it is
 * about; null says that it failed.
 */
export const useReportedSave = () => {
  const { toggleNotification } = useNotification();
  const {
    _unstableFormatAPIError: formatError,
    _unstableFormatValidationErrors: formatValidationErrors,
  } = useAPIErrorHandler();

  return useCallback(
    async <T>(
      request: PromiseLike<Outcome<T>>,
      setErrors: FormHelpers['setErrors']
    ): Promise<T | null> => {
      const { data, error } = await request;
      if (error === undefined) {
        return data ?? null;
      }
      toggleNotification({ type: 'danger', message: formatError(error) });
      if (
        isBaseQueryError(error) &&
        error.name === 'ValidationError' &&
        namesFields(error.details)
      ) {
        setErrors(formatValidationErrors(error));
      }
      return null;
    },
    [formatError, formatValidationErrors, toggleNotification]
  );
};

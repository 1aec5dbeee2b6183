import { useAPIErrorHandler } from '@strapi/strapi/admin';

/** What a request of the admin API can fail with. */
export type RequestError = Parameters<
  ReturnType<typeof useAPIErrorHandler>['_unstableFormatAPIError']
>[0];

/** The sentence to show for an error of a query or a mutation. */
export const useErrorMessage = (): ((error: RequestError) => string) => {
  const { _unstableFormatAPIError: formatError } = useAPIErrorHandler();
  return formatError;
};

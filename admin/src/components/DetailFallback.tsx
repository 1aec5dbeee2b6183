import { Page } from '@strapi/strapi/admin';

import { DetailPage } from './DetailPage';
import { LoadError } from './LoadError';
import { useText } from '../hooks/useText';

import type { RequestError } from '../hooks/useErrorMessage';

interface DetailFallbackProps {
  error: RequestError | undefined;
  onRetry: () => void;
  listPath: string;
}

/** What a page about one thing shows as long as it does not have it. */
export const DetailFallback = ({ error, onRetry, listPath }: DetailFallbackProps) => {
  const text = useText();
  return error ? (
    <DetailPage title={text('loadError.title')} listPath={listPath}>
      <LoadError error={error} onRetry={onRetry} />
    </DetailPage>
  ) : (
    <Page.Loading />
  );
};

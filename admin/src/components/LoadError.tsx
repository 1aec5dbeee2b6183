import { Button, EmptyStateLayout } from '@strapi/design-system';
import { ArrowsCounterClockwise, WarningCircle } from '@strapi/icons';

import { useErrorMessage, type RequestError } from '../hooks/useErrorMessage';
import { useText } from '../hooks/useText';

interface LoadErrorProps {
  error: RequestError;
  onRetry: () => void;
}

export const LoadError = ({ error, onRetry }: LoadErrorProps) => {
  const text = useText();
  const errorMessage = useErrorMessage();
  return (
    <EmptyStateLayout
      icon={<WarningCircle width="6rem" height="6rem" fill="danger600" aria-hidden />}
      content={text('loadError', { message: errorMessage(error) })}
      action={
        <Button variant="secondary" startIcon={<ArrowsCounterClockwise />} onClick={onRetry}>
          {text('action.retry')}
        </Button>
      }
    />
  );
};

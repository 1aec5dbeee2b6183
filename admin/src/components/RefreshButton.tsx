import { IconButton } from '@strapi/design-system';
import { ArrowsCounterClockwise } from '@strapi/icons';

import { useText } from '../hooks/useText';

interface RefreshButtonProps {
  onRefresh: () => void;
  isRefreshing: boolean;
}

export const RefreshButton = ({ onRefresh, isRefreshing }: RefreshButtonProps) => {
  const text = useText();
  return (
    <IconButton label={text('action.refresh')} onClick={onRefresh} disabled={isRefreshing}>
      <ArrowsCounterClockwise />
    </IconButton>
  );
};

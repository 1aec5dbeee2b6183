import { useIntl } from 'react-intl';

import { useText } from '../hooks/useText';
import { relativeTime } from '../utils/relativeTime';

interface SecondsAgoProps {
  seconds: number | null;
}

export const SecondsAgo = ({ seconds }: SecondsAgoProps) => {
  const intl = useIntl();
  const text = useText();

  if (seconds === null) {
    return <span>{text('time.never')}</span>;
  }
  const { value, unit } = relativeTime(seconds);
  return <span>{intl.formatRelativeTime(value, unit, { numeric: 'auto' })}</span>;
};

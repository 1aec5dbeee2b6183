import { useIntl } from 'react-intl';

import { useNow } from '../hooks/useNow';
import { useText } from '../hooks/useText';
import { relativeTime } from '../utils/relativeTime';

interface TimeAgoProps {
  /** ISO 8601; null is shown as "never". */
  date: string | null;
}

export const TimeAgo = ({ date }: TimeAgoProps) => {
  const intl = useIntl();
  const text = useText();
  const now = useNow();

  if (date === null) {
    return <span>{text('time.never')}</span>;
  }
  const { value, unit } = relativeTime((now - Date.parse(date)) / 1000);
  return (
    <time dateTime={date} title={intl.formatDate(date, { dateStyle: 'full', timeStyle: 'long' })}>
      {intl.formatRelativeTime(value, unit, { numeric: 'auto' })}
    </time>
  );
};

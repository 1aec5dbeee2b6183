import { Button, IconButton } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';

import { canResync } from './resync';
import { useResync } from './useResync';
import { useText } from '../../hooks/useText';

import type { SyncLog } from '../../../../server/src/protocol';

interface ResyncButtonProps {
  logs: SyncLog[];
  onDone?: () => void;
}

/** Resyncs those of the entries that are still open. */
export const ResyncButton = ({ logs, onDone }: ResyncButtonProps) => {
  const text = useText();
  const { resync, isResyncing } = useResync();
  const ids = logs.filter(canResync).map(({ id }) => id);

  const handleClick = async () => {
    await resync(ids);
    onDone?.();
  };

  return (
    <Button
      size="S"
      variant="secondary"
      startIcon={<ArrowClockwise />}
      disabled={ids.length === 0}
      loading={isResyncing}
      onClick={() => void handleClick()}
    >
      {text('action.resyncCount', { count: ids.length })}
    </Button>
  );
};

export const ResyncIconButton = ({ log }: { log: SyncLog }) => {
  const text = useText();
  const { resync, isResyncing } = useResync();
  if (!canResync(log)) {
    return null;
  }
  return (
    <IconButton
      label={text('action.resync')}
      variant="ghost"
      disabled={isResyncing}
      onClick={(event) => {
        event.stopPropagation();
        void resync([log.id]);
      }}
    >
      <ArrowClockwise />
    </IconButton>
  );
};

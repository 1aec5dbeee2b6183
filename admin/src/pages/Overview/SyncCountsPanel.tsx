import { Flex, Grid, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';

import { OpenLink } from '../../components/OpenLink';
import { Panel } from '../../components/Panel';
import { SYNC_STATUS, SyncStatusBadge } from '../../components/statuses';
import { useText } from '../../hooks/useText';
import { paths } from '../../paths';

import type { SyncStatus } from '../../../../server/src/protocol';

interface SyncCountsPanelProps {
  counts: Record<SyncStatus, number>;
}

const STATUSES = Object.keys(SYNC_STATUS) as SyncStatus[];

export const SyncCountsPanel = ({ counts }: SyncCountsPanelProps) => {
  const text = useText();
  const intl = useIntl();
  return (
    <Panel title={text('overview.syncCounts')}>
      <Grid.Root tag="ul" gap={4}>
        {STATUSES.map((status) => (
          <Grid.Item key={status} tag="li" col={2} s={4} xs={6}>
            <Flex direction="column" alignItems="flex-start" gap={2}>
              <SyncStatusBadge status={status} />
              <OpenLink
                to={paths.syncLogsByStatus(status)}
                label={text('overview.syncCounts.show', { status: text(`syncStatus.${status}`) })}
              >
                <Typography variant="beta" textColor="inherit">
                  {intl.formatNumber(counts[status])}
                </Typography>
              </OpenLink>
            </Flex>
          </Grid.Item>
        ))}
      </Grid.Root>
    </Panel>
  );
};

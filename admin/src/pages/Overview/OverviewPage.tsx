import { Flex, Grid } from '@strapi/design-system';
import { Page } from '@strapi/strapi/admin';

import { AttentionPanel } from './AttentionPanel';
import { ConsumerLinks, ProducerLinks } from './LinksPanels';
import { SitePanel } from './SitePanel';
import { SyncCountsPanel } from './SyncCountsPanel';
import { useEventStreamingStatusQuery } from '../../api';
import { ListPage } from '../../components/ListPage';
import { LoadError } from '../../components/LoadError';
import { RefreshButton } from '../../components/RefreshButton';
import { useText } from '../../hooks/useText';

const POLLING_INTERVAL = 15_000;

const OverviewPage = () => {
  const text = useText();
  const {
    data: status,
    error,
    isFetching,
    refetch,
  } = useEventStreamingStatusQuery(undefined, {
    refetchOnMountOrArgChange: true,
    pollingInterval: POLLING_INTERVAL,
  });

  if (!status) {
    return error ? <LoadError error={error} onRetry={() => void refetch()} /> : <Page.Loading />;
  }
  return (
    <ListPage
      title={text('overview.title')}
      subtitle={text('overview.subtitle')}
      primaryAction={<RefreshButton onRefresh={() => void refetch()} isRefreshing={isFetching} />}
    >
      <Flex direction="column" alignItems="stretch" gap={6}>
        <AttentionPanel status={status} />
        <SitePanel site={status.site} />
        <Grid.Root gap={6}>
          <Grid.Item col={6} xs={12} alignItems="stretch">
            <ProducerLinks producers={status.producers} />
          </Grid.Item>
          <Grid.Item col={6} xs={12} alignItems="stretch">
            <ConsumerLinks consumers={status.consumers} />
          </Grid.Item>
        </Grid.Root>
        <SyncCountsPanel counts={status.syncLogs} />
      </Flex>
    </ListPage>
  );
};

export default OverviewPage;

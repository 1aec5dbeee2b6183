import { Flex } from '@strapi/design-system';
import { Page } from '@strapi/strapi/admin';

import { attentionItems } from './attention';
import { AttentionPanel } from './AttentionPanel';
import { FirstStepsPanel } from './FirstStepsPanel';
import { LinksPanels } from './LinksPanels';
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
  const items = attentionItems(status);
  const isLinked = status.producers.length + status.consumers.length > 0;
  const hasReceived = Object.values(status.syncLogs).some((count) => count > 0);
  return (
    <ListPage
      title={text('overview.title')}
      subtitle={text('overview.subtitle')}
      primaryAction={<RefreshButton onRefresh={() => void refetch()} isRefreshing={isFetching} />}
    >
      <Flex direction="column" alignItems="stretch" gap={6}>
        {isLinked ? null : <FirstStepsPanel />}
        {isLinked || items.length > 0 ? <AttentionPanel items={items} /> : null}
        {isLinked ? <LinksPanels status={status} /> : null}
        {isLinked || hasReceived ? <SyncCountsPanel counts={status.syncLogs} /> : null}
        <SitePanel site={status.site} />
      </Flex>
    </ListPage>
  );
};

export default OverviewPage;

import { SearchInput, useRBAC } from '@strapi/strapi/admin';
import { useNavigate } from 'react-router-dom';

import { ResyncButton } from './ResyncButton';
import { useSyncLogColumns } from './useSyncLogColumns';
import { useSyncLogFilters } from './useSyncLogFilters';
import { useEventStreamingSyncLogsQuery } from '../../api';
import { DataTable } from '../../components/DataTable';
import { ListFilters } from '../../components/ListFilters';
import { ListPage } from '../../components/ListPage';
import { LoadError } from '../../components/LoadError';
import { RefreshButton } from '../../components/RefreshButton';
import { useListQuery } from '../../hooks/useListQuery';
import { useText } from '../../hooks/useText';
import { paths } from '../../paths';
import { ACTIONS_ON } from '../../permissions';

import type { SyncLog } from '../../../../server/src/protocol';

const SyncLogsPage = () => {
  const text = useText();
  const navigate = useNavigate();
  const {
    allowedActions: { canResync = false },
  } = useRBAC(ACTIONS_ON.syncLogs);
  const columns = useSyncLogColumns(canResync);
  const filters = useSyncLogFilters();
  const { query, isNarrowed, key } = useListQuery('createdAt:DESC');
  const { data, error, isLoading, isFetching, refetch } = useEventStreamingSyncLogsQuery(query, {
    refetchOnMountOrArgChange: true,
  });

  const resyncSelected = (selected: SyncLog[], clear: () => void) => (
    <ResyncButton logs={selected} onDone={clear} />
  );

  return (
    <ListPage
      title={text('syncLogs.title')}
      subtitle={text('syncLogs.subtitle')}
      tools={
        <>
          <SearchInput label={text('action.search')} placeholder={text('logs.search')} />
          <ListFilters filters={filters} />
        </>
      }
      endTools={<RefreshButton onRefresh={() => void refetch()} isRefreshing={isFetching} />}
    >
      {error ? (
        <LoadError error={error} onRetry={() => void refetch()} />
      ) : (
        <DataTable
          // Nothing stays selected that is no longer on the screen.
          key={key}
          columns={columns}
          rows={data?.data ?? []}
          idOf={({ id }) => id}
          isLoading={isLoading}
          onOpen={({ id }) => navigate(paths.syncLog(id))}
          pagination={data?.meta.pagination}
          empty={{ content: text(isNarrowed ? 'list.noMatch' : 'syncLogs.empty') }}
          selectionActions={canResync ? resyncSelected : undefined}
        />
      )}
    </ListPage>
  );
};

export default SyncLogsPage;

import { SearchInput } from '@strapi/strapi/admin';
import { useNavigate } from 'react-router-dom';

import { useUpdateLogColumns } from './useUpdateLogColumns';
import { useUpdateLogFilters } from './useUpdateLogFilters';
import { useEventStreamingUpdateLogsQuery } from '../../api';
import { DataTable } from '../../components/DataTable';
import { ListFilters } from '../../components/ListFilters';
import { ListPage } from '../../components/ListPage';
import { LoadError } from '../../components/LoadError';
import { RefreshButton } from '../../components/RefreshButton';
import { useListQuery } from '../../hooks/useListQuery';
import { useText } from '../../hooks/useText';
import { paths } from '../../paths';

const UpdateLogsPage = () => {
  const text = useText();
  const navigate = useNavigate();
  const columns = useUpdateLogColumns();
  const filters = useUpdateLogFilters();
  const { query, isNarrowed } = useListQuery('sequence:DESC');
  const { data, error, isLoading, isFetching, refetch } = useEventStreamingUpdateLogsQuery(query, {
    refetchOnMountOrArgChange: true,
  });

  return (
    <ListPage
      title={text('updateLogs.title')}
      subtitle={text('updateLogs.subtitle')}
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
          columns={columns}
          rows={data?.data ?? []}
          idOf={({ id }) => id}
          isLoading={isLoading}
          onOpen={({ id }) => navigate(paths.updateLog(id))}
          pagination={data?.meta.pagination}
          empty={{ content: text(isNarrowed ? 'list.noMatch' : 'updateLogs.empty') }}
        />
      )}
    </ListPage>
  );
};

export default UpdateLogsPage;

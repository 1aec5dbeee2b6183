import { useRBAC } from '@strapi/strapi/admin';
import { useNavigate } from 'react-router-dom';

import { CreateAccessKey } from './CreateAccessKey';
import { useConsumerColumns } from './useConsumerColumns';
import { useEventStreamingConsumersQuery } from '../../api';
import { DataTable } from '../../components/DataTable';
import { ListPage } from '../../components/ListPage';
import { LoadError } from '../../components/LoadError';
import { RefreshButton } from '../../components/RefreshButton';
import { useListQuery } from '../../hooks/useListQuery';
import { useText } from '../../hooks/useText';
import { paths } from '../../paths';
import { ACTIONS_ON } from '../../permissions';

const ConsumersPage = () => {
  const text = useText();
  const navigate = useNavigate();
  const {
    allowedActions: { canManage = false },
  } = useRBAC(ACTIONS_ON.consumers);
  const {
    allowedActions: { canCreate },
  } = useRBAC(ACTIONS_ON.accessKeys);
  const columns = useConsumerColumns(canManage);
  const { query } = useListQuery('name:ASC');
  const { data, error, isLoading, isFetching, refetch } = useEventStreamingConsumersQuery(query, {
    refetchOnMountOrArgChange: true,
  });

  return (
    <ListPage
      title={text('consumers.title')}
      subtitle={text('consumers.subtitle')}
      primaryAction={canCreate ? <CreateAccessKey /> : null}
      endTools={<RefreshButton onRefresh={() => void refetch()} isRefreshing={isFetching} />}
    >
      {error ? (
        <LoadError error={error} onRetry={() => void refetch()} />
      ) : (
        <DataTable
          columns={columns}
          rows={data?.data ?? []}
          idOf={({ documentId }) => documentId}
          isLoading={isLoading}
          onOpen={({ documentId }) => navigate(paths.consumer(documentId))}
          pagination={data?.meta.pagination}
          empty={{ content: text('consumers.empty') }}
        />
      )}
    </ListPage>
  );
};

export default ConsumersPage;

import { LinkButton } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { useRBAC } from '@strapi/strapi/admin';
import { NavLink, useNavigate } from 'react-router-dom';

import { useProducerColumns } from './useProducerColumns';
import { useEventStreamingProducersQuery } from '../../api';
import { DataTable } from '../../components/DataTable';
import { ListPage } from '../../components/ListPage';
import { LoadError } from '../../components/LoadError';
import { RefreshButton } from '../../components/RefreshButton';
import { useListQuery } from '../../hooks/useListQuery';
import { useText } from '../../hooks/useText';
import { paths } from '../../paths';
import { ACTIONS_ON } from '../../permissions';

const AddProducer = () => {
  const text = useText();
  return (
    <LinkButton tag={NavLink} to={paths.newProducer} startIcon={<Plus />}>
      {text('producers.add')}
    </LinkButton>
  );
};

const ProducersPage = () => {
  const text = useText();
  const navigate = useNavigate();
  const {
    allowedActions: { canManage = false },
  } = useRBAC(ACTIONS_ON.producers);
  const columns = useProducerColumns(canManage);
  const { query } = useListQuery('name:ASC');
  const { data, error, isLoading, isFetching, refetch } = useEventStreamingProducersQuery(query, {
    refetchOnMountOrArgChange: true,
  });

  return (
    <ListPage
      title={text('producers.title')}
      subtitle={text('producers.subtitle')}
      primaryAction={canManage ? <AddProducer /> : null}
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
          onOpen={({ documentId }) => navigate(paths.producer(documentId))}
          pagination={data?.meta.pagination}
          empty={{
            content: text('producers.empty.next'),
            action: canManage ? <AddProducer /> : null,
          }}
        />
      )}
    </ListPage>
  );
};

export default ProducersPage;

import { LinkButton } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { SearchInput, useRBAC } from '@strapi/strapi/admin';
import { NavLink, useNavigate } from 'react-router-dom';

import { useMappingColumns } from './useMappingColumns';
import { useEventStreamingMappingsQuery } from '../../api';
import { DataTable } from '../../components/DataTable';
import { ListPage } from '../../components/ListPage';
import { LoadError } from '../../components/LoadError';
import { RefreshButton } from '../../components/RefreshButton';
import { useListQuery } from '../../hooks/useListQuery';
import { useText } from '../../hooks/useText';
import { paths } from '../../paths';
import { ACTIONS_ON } from '../../permissions';

const AddMapping = () => {
  const text = useText();
  return (
    <LinkButton tag={NavLink} to={paths.newMapping} startIcon={<Plus />}>
      {text('mappings.add')}
    </LinkButton>
  );
};

const MappingsPage = () => {
  const text = useText();
  const navigate = useNavigate();
  const {
    allowedActions: { canManage = false },
  } = useRBAC(ACTIONS_ON.mappings);
  const columns = useMappingColumns(canManage);
  const { query, isNarrowed } = useListQuery('name:ASC');
  const { data, error, isLoading, isFetching, refetch } = useEventStreamingMappingsQuery(query, {
    refetchOnMountOrArgChange: true,
  });

  return (
    <ListPage
      title={text('mappings.title')}
      subtitle={text('mappings.subtitle')}
      primaryAction={canManage ? <AddMapping /> : null}
      tools={<SearchInput label={text('action.search')} placeholder={text('mappings.search')} />}
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
          onOpen={({ documentId }) => navigate(paths.mapping(documentId))}
          pagination={data?.meta.pagination}
          empty={
            isNarrowed
              ? { content: text('list.noMatch') }
              : {
                  content: text('mappings.empty'),
                  action: canManage ? <AddMapping /> : null,
                }
          }
        />
      )}
    </ListPage>
  );
};

export default MappingsPage;

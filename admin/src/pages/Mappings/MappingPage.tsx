import { Page, useRBAC } from '@strapi/strapi/admin';
import { useParams } from 'react-router-dom';

import { MappingForm } from './MappingForm';
import { useEventStreamingMappableTypesQuery, useEventStreamingMappingQuery } from '../../api';
import { DetailFallback } from '../../components/DetailFallback';
import { paths } from '../../paths';
import { ACTIONS_ON } from '../../permissions';

interface LoadedFormProps {
  /** null: a new one. */
  documentId: string | null;
  canManage: boolean;
}

/** The form, once it is known what can be mapped into what. */
const LoadedForm = ({ documentId, canManage }: LoadedFormProps) => {
  const types = useEventStreamingMappableTypesQuery(undefined, { refetchOnMountOrArgChange: true });
  const mapping = useEventStreamingMappingQuery(documentId ?? '', {
    skip: documentId === null,
    refetchOnMountOrArgChange: true,
  });

  if (!types.data || (documentId !== null && !mapping.data)) {
    const retry = () => {
      void types.refetch();
      if (documentId !== null) {
        void mapping.refetch();
      }
    };
    return (
      <DetailFallback
        error={types.error ?? mapping.error}
        onRetry={retry}
        listPath={paths.mappings}
      />
    );
  }
  return (
    <MappingForm
      key={documentId}
      mapping={documentId === null ? null : (mapping.data ?? null)}
      types={types.data}
      canManage={canManage}
    />
  );
};

const MappingPage = () => {
  const { documentId } = useParams();
  const { allowedActions, isLoading } = useRBAC(ACTIONS_ON.mappings);
  const canManage = allowedActions.canManage ?? false;

  if (isLoading) {
    return <Page.Loading />;
  }
  if (documentId === undefined && !canManage) {
    return <Page.NoPermissions />;
  }
  return <LoadedForm documentId={documentId ?? null} canManage={canManage} />;
};

export default MappingPage;

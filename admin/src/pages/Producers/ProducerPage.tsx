import { Page, useRBAC } from '@strapi/strapi/admin';
import { useParams } from 'react-router-dom';

import { ProducerForm } from './ProducerForm';
import { useEventStreamingProducerQuery } from '../../api';
import { DetailFallback } from '../../components/DetailFallback';
import { paths } from '../../paths';
import { ACTIONS_ON } from '../../permissions';

interface EditProducerProps {
  documentId: string;
  canManage: boolean;
}

const EditProducer = ({ documentId, canManage }: EditProducerProps) => {
  const {
    data: producer,
    error,
    refetch,
  } = useEventStreamingProducerQuery(documentId, { refetchOnMountOrArgChange: true });

  if (!producer) {
    return (
      <DetailFallback error={error} onRetry={() => void refetch()} listPath={paths.producers} />
    );
  }
  return <ProducerForm key={documentId} producer={producer} canManage={canManage} />;
};

const ProducerPage = () => {
  const { documentId } = useParams();
  const { allowedActions, isLoading } = useRBAC(ACTIONS_ON.producers);
  const canManage = allowedActions.canManage ?? false;

  if (isLoading) {
    return <Page.Loading />;
  }
  if (documentId !== undefined) {
    return <EditProducer documentId={documentId} canManage={canManage} />;
  }
  return canManage ? <ProducerForm producer={null} canManage /> : <Page.NoPermissions />;
};

export default ProducerPage;

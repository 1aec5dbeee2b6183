import { useRBAC } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import { useNavigate, useParams } from 'react-router-dom';

import { ApprovalsPanel } from './ApprovalsPanel';
import { DeleteConsumer } from './DeleteConsumer';
import { useEventStreamingConsumerQuery } from '../../api';
import { DetailFallback } from '../../components/DetailFallback';
import { DetailPage } from '../../components/DetailPage';
import { Facts } from '../../components/Facts';
import { Panel } from '../../components/Panel';
import { TimeAgo } from '../../components/TimeAgo';
import { useText } from '../../hooks/useText';
import { paths } from '../../paths';
import { ACTIONS_ON } from '../../permissions';

import type { Consumer } from '../../../../server/src/protocol';

const SitePanel = ({ consumer }: { consumer: Consumer }) => {
  const text = useText();
  const intl = useIntl();
  return (
    <Panel title={text('consumer.site')}>
      <Facts
        facts={[
          { label: text('field.url'), value: consumer.url },
          { label: text('field.siteId'), value: consumer.siteId },
          { label: text('field.lastSeen'), value: <TimeAgo date={consumer.lastSeenAt} /> },
          {
            label: text('field.acknowledgedCursor'),
            value: intl.formatNumber(consumer.acknowledgedCursor),
          },
          { label: text('field.registeredAt'), value: <TimeAgo date={consumer.createdAt} /> },
        ]}
      />
    </Panel>
  );
};

const ConsumerPage = () => {
  const { documentId = '' } = useParams();
  const navigate = useNavigate();
  const {
    allowedActions: { canApprove = false, canManage = false },
  } = useRBAC(ACTIONS_ON.consumers);
  const {
    data: consumer,
    error,
    refetch,
  } = useEventStreamingConsumerQuery(documentId, { refetchOnMountOrArgChange: true });

  if (!consumer) {
    return (
      <DetailFallback error={error} onRetry={() => void refetch()} listPath={paths.consumers} />
    );
  }
  return (
    <DetailPage
      title={consumer.name}
      subtitle={consumer.url}
      listPath={paths.consumers}
      primaryAction={
        canManage ? (
          <DeleteConsumer
            consumer={consumer}
            as="button"
            onDeleted={() => navigate(paths.consumers, { replace: true })}
          />
        ) : null
      }
    >
      <ApprovalsPanel consumer={consumer} canApprove={canApprove} />
      <SitePanel consumer={consumer} />
    </DetailPage>
  );
};

export default ConsumerPage;

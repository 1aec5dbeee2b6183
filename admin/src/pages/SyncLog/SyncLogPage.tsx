import { Typography } from '@strapi/design-system';
import { useRBAC } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import { useParams } from 'react-router-dom';

import { ContentPanel } from './ContentPanel';
import { canResync } from './resync';
import { ResyncButton } from './ResyncButton';
import { useEventStreamingSyncLogQuery } from '../../api';
import { DetailFallback } from '../../components/DetailFallback';
import { DetailPage } from '../../components/DetailPage';
import { Facts } from '../../components/Facts';
import { Notice } from '../../components/Notice';
import { OpenLink } from '../../components/OpenLink';
import { Panel } from '../../components/Panel';
import { SyncStatusBadge, UpdateTypeBadge } from '../../components/statuses';
import { TimeAgo } from '../../components/TimeAgo';
import { VersionName } from '../../components/VersionName';
import { useContentTypes } from '../../hooks/useContentTypes';
import { useText } from '../../hooks/useText';
import { paths } from '../../paths';
import { ACTIONS_ON } from '../../permissions';

import type { SyncLog } from '../../../../server/src/protocol';

const ProducerName = ({ producer }: { producer: SyncLog['producer'] }) => {
  const text = useText();
  return producer.documentId === null ? (
    <Typography>{text('syncLog.producerGone', { name: producer.name })}</Typography>
  ) : (
    <OpenLink to={paths.producer(producer.documentId)}>{producer.name}</OpenLink>
  );
};

const ErrorNotice = ({ log }: { log: SyncLog }) => {
  const text = useText();
  if (log.error === null) {
    return null;
  }
  return (
    <Notice
      variant={log.status === 'failed' ? 'danger' : 'warning'}
      title={
        log.cause === null ? text(`syncStatus.${log.status}`) : text(`failureCause.${log.cause}`)
      }
    >
      {log.error}
    </Notice>
  );
};

const EventPanel = ({ log }: { log: SyncLog }) => {
  const text = useText();
  const intl = useIntl();
  return (
    <Panel
      title={text('syncLog.event')}
      action={
        <OpenLink to={paths.syncLogsOfDocument(log.documentId)}>
          {text('syncLog.ofDocument')}
        </OpenLink>
      }
    >
      <Facts
        facts={[
          { label: text('field.status'), value: <SyncStatusBadge status={log.status} /> },
          { label: text('field.updateType'), value: <UpdateTypeBadge type={log.updateType} /> },
          { label: text('field.action'), value: log.action },
          { label: text('field.producer'), value: <ProducerName producer={log.producer} /> },
          { label: text('field.contentType'), value: log.contentType },
          {
            label: text('field.version'),
            value: <VersionName locale={log.locale} status={log.versionStatus} explicit />,
          },
          { label: text('field.remoteDocumentId'), value: log.documentId },
          {
            label: text('field.localDocumentId'),
            value: log.localDocumentId ?? text('syncLog.noLocalDocument'),
          },
          {
            label: text('field.useSameId'),
            value: text(log.useSameId ? 'useSameId.on' : 'useSameId.off'),
          },
          { label: text('field.attempts'), value: intl.formatNumber(log.attempts) },
          { label: text('field.occurredAt'), value: <TimeAgo date={log.occurredAt} /> },
          { label: text('field.receivedAt'), value: <TimeAgo date={log.createdAt} /> },
          { label: text('field.syncedAt'), value: <TimeAgo date={log.syncedAt} /> },
          { label: text('field.sequence'), value: intl.formatNumber(log.sequence) },
          { label: text('field.eventId'), value: log.eventId },
        ]}
      />
    </Panel>
  );
};

const SyncLogPage = () => {
  const text = useText();
  const { id = '' } = useParams();
  const { nameOf } = useContentTypes();
  const { allowedActions } = useRBAC(ACTIONS_ON.syncLogs);
  const {
    data: log,
    error,
    refetch,
  } = useEventStreamingSyncLogQuery(id, { refetchOnMountOrArgChange: true });

  if (!log) {
    return (
      <DetailFallback error={error} onRetry={() => void refetch()} listPath={paths.syncLogs} />
    );
  }
  return (
    <DetailPage
      title={text('syncLog.title', {
        action: text(`updateType.${log.updateType}`),
        contentType: nameOf(log.contentType),
      })}
      subtitle={log.documentId}
      listPath={paths.syncLogs}
      primaryAction={
        allowedActions.canResync && canResync(log) ? <ResyncButton logs={[log]} /> : null
      }
    >
      <ErrorNotice log={log} />
      <EventPanel log={log} />
      <ContentPanel log={log} />
    </DetailPage>
  );
};

export default SyncLogPage;

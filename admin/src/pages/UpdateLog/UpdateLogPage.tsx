import { Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { useParams } from 'react-router-dom';

import { DeliveriesPanel } from './DeliveriesPanel';
import { useEventStreamingUpdateLogQuery } from '../../api';
import { DetailFallback } from '../../components/DetailFallback';
import { DetailPage } from '../../components/DetailPage';
import { Facts } from '../../components/Facts';
import { JsonView } from '../../components/JsonView';
import { Panel } from '../../components/Panel';
import { UpdateTypeBadge } from '../../components/statuses';
import { TimeAgo } from '../../components/TimeAgo';
import { VersionName } from '../../components/VersionName';
import { useContentTypes } from '../../hooks/useContentTypes';
import { useText } from '../../hooks/useText';
import { paths } from '../../paths';

import type { UpdateLog } from '../../../../server/src/protocol';

const EventPanel = ({ log }: { log: UpdateLog }) => {
  const text = useText();
  const intl = useIntl();
  return (
    <Panel title={text('updateLog.event')}>
      <Facts
        facts={[
          { label: text('field.updateType'), value: <UpdateTypeBadge type={log.updateType} /> },
          { label: text('field.action'), value: log.action },
          {
            label: text('field.sequence'),
            value:
              log.sequence === null
                ? text('updateLogs.unnumbered')
                : intl.formatNumber(log.sequence),
          },
          { label: text('field.contentType'), value: log.contentType },
          { label: text('field.documentId'), value: log.documentId },
          {
            label: text('field.version'),
            value: <VersionName locale={log.locale} status={log.status} explicit />,
          },
          { label: text('field.occurredAt'), value: <TimeAgo date={log.occurredAt} /> },
          { label: text('field.actor'), value: log.actor ?? text('updateLog.noActor') },
          { label: text('field.origin'), value: log.origin },
          { label: text('field.path'), value: log.path.join(' → ') },
          { label: text('field.eventId'), value: log.eventId },
          { label: text('field.transactionId'), value: log.transactionId },
        ]}
      />
    </Panel>
  );
};

const ContentPanel = ({ log }: { log: UpdateLog }) => {
  const text = useText();
  return (
    <Panel title={text('updateLog.content')}>
      {log.data === null && log.state === null ? (
        <Typography textColor="neutral600">{text('updateLog.noContent')}</Typography>
      ) : null}
      {log.data === null ? null : (
        <JsonView
          label={text(log.updateType === 'create' ? 'field.data' : 'field.changes')}
          value={log.data}
        />
      )}
      {log.state === null ? null : <JsonView label={text('updateLog.state')} value={log.state} />}
    </Panel>
  );
};

const UpdateLogPage = () => {
  const text = useText();
  const { id = '' } = useParams();
  const { nameOf } = useContentTypes();
  const {
    data: log,
    error,
    refetch,
  } = useEventStreamingUpdateLogQuery(id, { refetchOnMountOrArgChange: true });

  if (!log) {
    return (
      <DetailFallback error={error} onRetry={() => void refetch()} listPath={paths.updateLogs} />
    );
  }
  return (
    <DetailPage
      title={text('updateLog.title', {
        action: text(`updateType.${log.updateType}`),
        contentType: nameOf(log.contentType),
      })}
      subtitle={log.documentId}
      listPath={paths.updateLogs}
    >
      <EventPanel log={log} />
      <DeliveriesPanel deliveries={log.consumers} />
      <ContentPanel log={log} />
    </DetailPage>
  );
};

export default UpdateLogPage;

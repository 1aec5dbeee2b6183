import { Flex, Typography } from '@strapi/design-system';
import { useRBAC } from '@strapi/strapi/admin';

import { FactList } from './Facts';
import { OpenLink } from './OpenLink';
import { DocumentLinkStateBadge } from './statuses';
import { TimeAgo } from './TimeAgo';
import { useText } from '../hooks/useText';
import { paths } from '../paths';
import { READ } from '../permissions';

import type { DocumentLink } from '../../../server/src/protocol';

const ProducerName = ({ producer }: Pick<DocumentLink, 'producer'>) => {
  const text = useText();
  const { canRead = false } = useRBAC(READ.producers).allowedActions;
  if (producer.documentId === null) {
    return <>{text('documentLink.producerGone', { name: producer.name })}</>;
  }
  return canRead ? (
    <OpenLink to={paths.producer(producer.documentId)} title={producer.url}>
      {producer.name}
    </OpenLink>
  ) : (
    <span title={producer.url}>{producer.name}</span>
  );
};

/** The way to what failed, for those who may see it. */
const FailuresLink = ({ remoteDocumentId }: Pick<DocumentLink, 'remoteDocumentId'>) => {
  const text = useText();
  const { canRead = false } = useRBAC(READ.syncLogs).allowedActions;
  return canRead ? (
    <OpenLink to={paths.syncLogsOfDocument(remoteDocumentId)}>
      {text('documentLink.showSyncLog')}
    </OpenLink>
  ) : null;
};

/** Where a document of this site came from, and whether it still follows. */
export const DocumentLinkFacts = ({ link }: { link: DocumentLink }) => {
  const text = useText();
  const { producer, remoteDocumentId, state, lastSyncedAt } = link;
  return (
    <Flex direction="column" alignItems="stretch" gap={3} width="100%">
      <Flex direction="column" alignItems="flex-start" gap={1}>
        <DocumentLinkStateBadge state={state} />
        <Typography variant="pi" textColor="neutral600">
          {text(`documentLink.hint.${state}`)}
        </Typography>
        {state === 'parked' ? <FailuresLink remoteDocumentId={remoteDocumentId} /> : null}
      </Flex>
      <FactList
        facts={[
          { label: text('field.site'), value: <ProducerName producer={producer} /> },
          { label: text('field.lastSyncedAt'), value: <TimeAgo date={lastSyncedAt} /> },
          { label: text('field.remoteDocumentId'), value: remoteDocumentId },
        ]}
      />
    </Flex>
  );
};

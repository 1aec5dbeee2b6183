import { Flex } from '@strapi/design-system';
import { useIntl } from 'react-intl';

import { lagOf } from './lag';
import { PullNow } from './PullNow';
import { TestConnection } from './TestConnection';
import { Facts } from '../../components/Facts';
import { Notice } from '../../components/Notice';
import { Panel } from '../../components/Panel';
import { ProducerStateBadge } from '../../components/statuses';
import { TimeAgo } from '../../components/TimeAgo';
import { useText } from '../../hooks/useText';

import type { Producer } from '../../../../server/src/protocol';

interface ConnectionPanelProps {
  producer: Producer;
  canManage: boolean;
}

/** How the link to the producer stands. */
export const ConnectionPanel = ({ producer, canManage }: ConnectionPanelProps) => {
  const text = useText();
  const intl = useIntl();
  return (
    <Panel
      title={text('producer.connection')}
      action={
        canManage ? (
          <Flex gap={2}>
            <TestConnection producer={producer} as="button" />
            <PullNow producer={producer} as="button" />
          </Flex>
        ) : null
      }
    >
      {producer.lastError === null ? null : (
        <Notice variant="danger" title={text(`producerState.${producer.state}`)}>
          {producer.lastError}
        </Notice>
      )}
      <Facts
        facts={[
          { label: text('field.state'), value: <ProducerStateBadge state={producer.state} /> },
          { label: text('field.lastContact'), value: <TimeAgo date={producer.lastContactAt} /> },
          { label: text('field.lag'), value: text('lag', { count: lagOf(producer) }) },
          { label: text('field.cursor'), value: intl.formatNumber(producer.cursor) },
          { label: text('field.head'), value: intl.formatNumber(producer.head) },
          { label: text('field.siteId'), value: producer.siteId },
        ]}
      />
    </Panel>
  );
};

import { Flex, Grid, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';

import { LinkCard } from './LinkCard';
import { OpenLink } from '../../components/OpenLink';
import { Panel } from '../../components/Panel';
import { SecondsAgo } from '../../components/SecondsAgo';
import { StatusBadge } from '../../components/StatusBadge';
import { ProducerStateBadge } from '../../components/statuses';
import { useText } from '../../hooks/useText';
import { paths } from '../../paths';

import type { GetStatus } from '../../../../server/src/protocol';

interface LinksPanelProps {
  title: string;
  empty: string;
  to: string;
  isEmpty: boolean;
  children: React.ReactNode;
}

const LinksPanel = ({ title, empty, to, isEmpty, children }: LinksPanelProps) => {
  const text = useText();
  return (
    <Panel title={title} action={<OpenLink to={to}>{text('overview.showAll')}</OpenLink>}>
      {isEmpty ? (
        <Typography textColor="neutral600">{empty}</Typography>
      ) : (
        <Flex tag="ul" direction="column" alignItems="stretch" gap={4}>
          {children}
        </Flex>
      )}
    </Panel>
  );
};

const ProducerLinks = ({ producers }: { producers: GetStatus.ProducerLink[] }) => {
  const text = useText();
  const intl = useIntl();
  return (
    <LinksPanel
      title={text('producers.title')}
      empty={text('producers.empty')}
      to={paths.producers}
      isEmpty={producers.length === 0}
    >
      {producers.map((producer) => (
        <LinkCard
          key={producer.documentId}
          name={producer.name}
          to={paths.producer(producer.documentId)}
          badge={<ProducerStateBadge state={producer.state} />}
          facts={[
            { label: text('field.lag'), value: text('lag', { count: producer.lagEvents }) },
            {
              label: text('field.lastContact'),
              value: <SecondsAgo seconds={producer.lagSeconds} />,
            },
            { label: text('syncStatus.failed'), value: intl.formatNumber(producer.failed) },
            { label: text('syncStatus.waiting'), value: intl.formatNumber(producer.waiting) },
          ]}
        />
      ))}
    </LinksPanel>
  );
};

const ConsumerLinks = ({ consumers }: { consumers: GetStatus.ConsumerLink[] }) => {
  const text = useText();
  return (
    <LinksPanel
      title={text('consumers.title')}
      empty={text('consumers.empty')}
      to={paths.consumers}
      isEmpty={consumers.length === 0}
    >
      {consumers.map((consumer) => (
        <LinkCard
          key={consumer.documentId}
          name={consumer.name}
          to={paths.consumer(consumer.documentId)}
          badge={
            consumer.pendingApprovals > 0 ? (
              <StatusBadge variant="warning">
                {text('consumers.pending', { count: consumer.pendingApprovals })}
              </StatusBadge>
            ) : null
          }
          facts={[
            { label: text('field.lag'), value: text('lag', { count: consumer.lagEvents }) },
            { label: text('field.lastSeen'), value: <SecondsAgo seconds={consumer.lagSeconds} /> },
          ]}
        />
      ))}
    </LinksPanel>
  );
};

/** The sites on both ends of this one. */
export const LinksPanels = ({
  status: { producers, consumers },
}: {
  status: GetStatus.Response['data'];
}) => (
  <Grid.Root gap={6}>
    <Grid.Item col={6} xs={12} alignItems="flex-start">
      <ProducerLinks producers={producers} />
    </Grid.Item>
    <Grid.Item col={6} xs={12} alignItems="flex-start">
      <ConsumerLinks consumers={consumers} />
    </Grid.Item>
  </Grid.Root>
);

import { Flex } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';

import { Notice } from '../../components/Notice';
import { OpenLink } from '../../components/OpenLink';
import { Panel } from '../../components/Panel';
import { useText, type Text } from '../../hooks/useText';

import type { AttentionItem } from './attention';

const sentence = (item: AttentionItem, text: Text): string => {
  switch (item.kind) {
    case 'approvals':
      return text('overview.attention.approvals', { name: item.name, count: item.count });
    case 'link':
      return text('overview.attention.link', { name: item.name });
    case 'failed':
      return text('overview.attention.failed', { count: item.count });
  }
};

const COLOUR: Record<AttentionItem['kind'], string> = {
  link: 'danger600',
  failed: 'danger600',
  approvals: 'warning600',
};

interface AttentionPanelProps {
  items: AttentionItem[];
}

export const AttentionPanel = ({ items }: AttentionPanelProps) => {
  const text = useText();

  return (
    <Panel title={text('overview.attention')}>
      {items.length === 0 ? (
        <Notice variant="success" title={text('overview.attention.none')} />
      ) : (
        <Flex tag="ul" direction="column" alignItems="flex-start" gap={3}>
          {items.map((item) => (
            <Flex tag="li" key={`${item.kind} ${item.to}`} gap={2}>
              <WarningCircle fill={COLOUR[item.kind]} aria-hidden />
              <OpenLink to={item.to}>{sentence(item, text)}</OpenLink>
            </Flex>
          ))}
        </Flex>
      )}
    </Panel>
  );
};

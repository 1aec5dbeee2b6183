import { Flex } from '@strapi/design-system';

import { attentionItems, type AttentionItem } from './attention';
import { Notice } from '../../components/Notice';
import { OpenLink } from '../../components/OpenLink';
import { Panel } from '../../components/Panel';
import { useText, type Text } from '../../hooks/useText';

import type { GetStatus } from '../../../../server/src/protocol';

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

interface AttentionPanelProps {
  status: GetStatus.Response['data'];
}

export const AttentionPanel = ({ status }: AttentionPanelProps) => {
  const text = useText();
  const items = attentionItems(status);

  return (
    <Panel title={text('overview.attention')}>
      {items.length === 0 ? (
        <Notice variant="success" title={text('overview.attention.none')} />
      ) : (
        <Flex tag="ul" direction="column" alignItems="flex-start" gap={3}>
          {items.map((item) => (
            <li key={`${item.kind} ${item.to}`}>
              <OpenLink to={item.to}>{sentence(item, text)}</OpenLink>
            </li>
          ))}
        </Flex>
      )}
    </Panel>
  );
};

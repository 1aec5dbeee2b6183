import { useIntl } from 'react-intl';

import { Facts } from '../../components/Facts';
import { Panel } from '../../components/Panel';
import { useText } from '../../hooks/useText';

import type { GetStatus } from '../../../../server/src/protocol';

interface SitePanelProps {
  site: GetStatus.Response['data']['site'];
}

export const SitePanel = ({ site }: SitePanelProps) => {
  const text = useText();
  const intl = useIntl();
  return (
    <Panel title={text('overview.site')}>
      <Facts
        facts={[
          { label: text('field.url'), value: site.url },
          { label: text('field.siteId'), value: site.siteId },
          { label: text('overview.site.head'), value: intl.formatNumber(site.head) },
        ]}
      />
    </Panel>
  );
};

import { Badge, Box, Divider, Flex, Link } from '@strapi/design-system';
import { SubNav } from '@strapi/strapi/admin';
import { NavLink } from 'react-router-dom';

import { useText } from '../hooks/useText';

import type { PageLink } from '../hooks/usePages';

interface NavigationProps {
  pages: PageLink[];
  pendingApprovals: number;
}

const GROUPS = ['sites', 'logs'] as const;

const PendingBadge = ({ count }: { count: number }) => {
  const text = useText();
  const label = text('nav.pending', { count });
  return (
    <Badge variant="warning" title={label} aria-label={label}>
      {count}
    </Badge>
  );
};

const useBadgeOf = (pendingApprovals: number) => (name: PageLink['name']) =>
  name === 'consumers' && pendingApprovals > 0 ? <PendingBadge count={pendingApprovals} /> : null;

export const SideNavigation = ({ pages, pendingApprovals }: NavigationProps) => {
  const text = useText();
  const badgeOf = useBadgeOf(pendingApprovals);
  const groups = GROUPS.map((group) => ({
    group,
    links: pages.filter((page) => page.group === group),
  })).filter(({ links }) => links.length > 0);

  return (
    <SubNav.Main aria-label={text('plugin.name')}>
      <SubNav.Header label={text('plugin.name')} />
      <Divider />
      <SubNav.Content>
        <SubNav.Sections>
          {groups.map(({ group, links }) => (
            <SubNav.Section key={group} label={text(`nav.${group}`)}>
              {links.map(({ name, to }) => (
                <SubNav.Link
                  key={name}
                  to={to}
                  label={text(`${name}.title`)}
                  endAction={badgeOf(name)}
                />
              ))}
            </SubNav.Section>
          ))}
        </SubNav.Sections>
      </SubNav.Content>
    </SubNav.Main>
  );
};

/** On small screens Strapi's layout hides the navigation at the side. */
export const TopNavigation = ({ pages, pendingApprovals }: NavigationProps) => {
  const text = useText();
  const badgeOf = useBadgeOf(pendingApprovals);
  return (
    <Box
      tag="nav"
      aria-label={text('plugin.name')}
      display={{ initial: 'block', medium: 'none' }}
      padding={4}
    >
      <Flex gap={4} wrap="wrap">
        {pages.map(({ name, to }) => (
          <Link key={name} tag={NavLink} to={to} endIcon={badgeOf(name)}>
            {text(`${name}.title`)}
          </Link>
        ))}
      </Flex>
    </Box>
  );
};

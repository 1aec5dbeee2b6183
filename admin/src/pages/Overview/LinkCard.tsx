import { Box, Flex, Typography } from '@strapi/design-system';

import { Facts, type Fact } from '../../components/Facts';
import { OpenLink } from '../../components/OpenLink';

import type { ReactNode } from 'react';

interface LinkCardProps {
  name: string;
  to: string;
  badge: ReactNode;
  facts: Fact[];
}

/** One link of this site to another. */
export const LinkCard = ({ name, to, badge, facts }: LinkCardProps) => (
  <Box tag="li" borderColor="neutral150" hasRadius padding={4}>
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Flex justifyContent="space-between" gap={4} wrap="wrap">
        <Typography tag="h3" variant="omega" fontWeight="bold">
          <OpenLink to={to}>{name}</OpenLink>
        </Typography>
        {badge}
      </Flex>
      <Facts facts={facts} columns={2} />
    </Flex>
  </Box>
);

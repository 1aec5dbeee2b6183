import { Flex, Typography } from '@strapi/design-system';

import { OpenLink } from './OpenLink';

interface SiteNameProps {
  name: string;
  url: string;
  to: string;
}

/** A site in a table: its name opens it, its URL tells sites of one name apart. */
export const SiteName = ({ name, url, to }: SiteNameProps) => (
  <Flex direction="column" alignItems="flex-start">
    <OpenLink to={to}>{name}</OpenLink>
    <Typography variant="pi" textColor="neutral600">
      {url}
    </Typography>
  </Flex>
);

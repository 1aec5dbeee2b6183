import { Link } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';

import type { ReactNode } from 'react';

interface OpenLinkProps {
  to: string;
  children: ReactNode;
}

/** The keyboard's way into a row that can also be clicked as a whole. */
export const OpenLink = ({ to, children }: OpenLinkProps) => (
  <Link tag={NavLink} to={to} onClick={(event: React.MouseEvent) => event.stopPropagation()}>
    {children}
  </Link>
);

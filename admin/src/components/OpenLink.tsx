import { Link } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';

import type { ReactNode } from 'react';

interface OpenLinkProps {
  to: string;
  /** What it opens, where the children alone do not tell. */
  label?: string;
  title?: string;
  children: ReactNode;
}

/** The keyboard's way into a row that can also be clicked as a whole. */
export const OpenLink = ({ to, label, title = label, children }: OpenLinkProps) => (
  <Link
    tag={NavLink}
    to={to}
    aria-label={label}
    title={title}
    onClick={(event: React.MouseEvent) => event.stopPropagation()}
  >
    {children}
  </Link>
);

import { Layouts, Page } from '@strapi/strapi/admin';

import { useText } from '../hooks/useText';

import type { ReactNode } from 'react';

interface ListPageProps {
  title: string;
  subtitle: string;
  primaryAction?: ReactNode;
  /** Search and filters. */
  tools?: ReactNode;
  /** At the end of the tools' line. */
  endTools?: ReactNode;
  children: ReactNode;
}

/** The frame of every page that is reached from the navigation. */
export const ListPage = ({
  title,
  subtitle,
  primaryAction,
  tools,
  endTools,
  children,
}: ListPageProps) => {
  const text = useText();
  return (
    <Page.Main>
      <Page.Title>{`${title} - ${text('plugin.name')}`}</Page.Title>
      <Layouts.Header title={title} subtitle={subtitle} primaryAction={primaryAction} />
      <Layouts.Action startActions={tools} endActions={endTools} />
      <Layouts.Content>{children}</Layouts.Content>
    </Page.Main>
  );
};

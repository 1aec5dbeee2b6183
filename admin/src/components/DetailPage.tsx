import { Flex } from '@strapi/design-system';
import { BackButton, Layouts, Page } from '@strapi/strapi/admin';

import { useText } from '../hooks/useText';

import type { ReactNode } from 'react';

interface DetailPageProps {
  title: string;
  subtitle?: ReactNode;
  primaryAction?: ReactNode;
  /** Where "Back" leads when there is no page to go back to. */
  listPath: string;
  children: ReactNode;
}

/** The frame of every page about one thing. */
export const DetailPage = ({
  title,
  subtitle,
  primaryAction,
  listPath,
  children,
}: DetailPageProps) => {
  const text = useText();
  return (
    <Page.Main>
      <Page.Title>{`${title} - ${text('plugin.name')}`}</Page.Title>
      <Layouts.Header
        title={title}
        subtitle={subtitle}
        primaryAction={primaryAction}
        navigationAction={<BackButton fallback={listPath} />}
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={6}>
          {children}
        </Flex>
      </Layouts.Content>
    </Page.Main>
  );
};

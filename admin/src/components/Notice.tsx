import { Box, Flex, Typography } from '@strapi/design-system';
import { CheckCircle, Information, WarningCircle } from '@strapi/icons';

import type { ReactNode } from 'react';

type NoticeVariant = 'danger' | 'warning' | 'success' | 'secondary';

const ICON = {
  danger: WarningCircle,
  warning: WarningCircle,
  success: CheckCircle,
  secondary: Information,
};

interface NoticeProps {
  variant: NoticeVariant;
  title: string;
  children?: ReactNode;
}

/** The design system's Alert always has a close button; this stays as long as it is true. */
export const Notice = ({ variant, title, children }: NoticeProps) => {
  const Icon = ICON[variant];
  return (
    <Box
      role={variant === 'danger' ? 'alert' : 'status'}
      background={`${variant}100`}
      borderColor={`${variant}200`}
      padding={4}
      hasRadius
    >
      <Flex gap={3} alignItems="flex-start">
        <Icon
          fill={`${variant}600`}
          aria-hidden
          width="1.6rem"
          height="1.6rem"
          style={{ flexShrink: 0 }}
        />
        <Flex direction="column" alignItems="flex-start" gap={1}>
          <Typography fontWeight="bold" textColor={`${variant}700`}>
            {title}
          </Typography>
          {children ? <Typography textColor="neutral800">{children}</Typography> : null}
        </Flex>
      </Flex>
    </Box>
  );
};

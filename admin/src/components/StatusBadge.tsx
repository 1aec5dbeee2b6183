import { Status, Typography, type StatusVariant } from '@strapi/design-system';

interface StatusBadgeProps {
  variant: StatusVariant;
  children: string;
}

/** A state by colour and word. */
export const StatusBadge = ({ variant, children }: StatusBadgeProps) => (
  <Status variant={variant} size="S" width="max-content">
    <Typography tag="span" variant="omega" fontWeight="bold">
      {children}
    </Typography>
  </Status>
);

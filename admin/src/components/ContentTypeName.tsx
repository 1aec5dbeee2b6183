import { Typography } from '@strapi/design-system';

interface ContentTypeNameProps {
  uid: string;
  nameOf: (uid: string) => string;
}

export const ContentTypeName = ({ uid, nameOf }: ContentTypeNameProps) => (
  <Typography tag="span" textColor="neutral800" title={uid}>
    {nameOf(uid)}
  </Typography>
);

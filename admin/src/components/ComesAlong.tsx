import { Typography } from '@strapi/design-system';

import { useText } from '../hooks/useText';

interface ComesAlongProps {
  dependencies: string[];
  nameOf: (uid: string) => string;
}

/** The content types whose documents come along with those of another one. */
export const ComesAlong = ({ dependencies, nameOf }: ComesAlongProps) => {
  const text = useText();
  if (dependencies.length === 0) {
    return null;
  }
  const names = dependencies.map(nameOf).join(', ');
  return (
    <Typography variant="pi" textColor="neutral600" title={dependencies.join(', ')}>
      {text('subscription.comesAlong', { names })}
    </Typography>
  );
};

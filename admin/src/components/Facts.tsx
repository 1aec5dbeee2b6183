import { Flex, Grid, Typography } from '@strapi/design-system';

import type { ReactNode } from 'react';

export interface Fact {
  label: string;
  value: ReactNode;
}

interface FactsProps {
  facts: Fact[];
  /** Side by side, where there is room. */
  columns?: 2 | 3;
}

/** Of Strapi's grid. */
const GRID_COLUMNS = 12;

const LabelledValue = ({ label, value }: Fact) => (
  <Flex direction="column" alignItems="flex-start" gap={1} maxWidth="100%">
    <Typography tag="dt" variant="sigma" textColor="neutral600">
      {label}
    </Typography>
    <Typography
      tag="dd"
      textColor="neutral800"
      maxWidth="100%"
      style={{ overflowWrap: 'anywhere' }}
    >
      {value}
    </Typography>
  </Flex>
);

/** Labelled values side by side. */
export const Facts = ({ facts, columns = 3 }: FactsProps) => (
  <Grid.Root tag="dl" gap={5}>
    {facts.map((fact) => (
      <Grid.Item
        key={fact.label}
        col={GRID_COLUMNS / columns}
        s={6}
        xs={12}
        direction="column"
        alignItems="flex-start"
      >
        <LabelledValue {...fact} />
      </Grid.Item>
    ))}
  </Grid.Root>
);

/** Labelled values one below the other, where there is no room for the gaps of a grid. */
export const FactList = ({ facts }: Pick<FactsProps, 'facts'>) => (
  <Flex tag="dl" direction="column" alignItems="stretch" gap={3}>
    {facts.map((fact) => (
      <LabelledValue key={fact.label} {...fact} />
    ))}
  </Flex>
);

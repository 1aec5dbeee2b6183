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

/** Labelled values side by side. */
export const Facts = ({ facts, columns = 3 }: FactsProps) => (
  <Grid.Root tag="dl" gap={5}>
    {facts.map(({ label, value }) => (
      <Grid.Item
        key={label}
        col={GRID_COLUMNS / columns}
        s={6}
        xs={12}
        direction="column"
        alignItems="flex-start"
      >
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
      </Grid.Item>
    ))}
  </Grid.Root>
);

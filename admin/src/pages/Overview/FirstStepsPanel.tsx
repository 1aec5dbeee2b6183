import { Flex, Grid, LinkButton, Typography } from '@strapi/design-system';
import { Key, Plus } from '@strapi/icons';
import { useRBAC } from '@strapi/strapi/admin';
import { NavLink } from 'react-router-dom';

import { Panel } from '../../components/Panel';
import { useText } from '../../hooks/useText';
import { paths } from '../../paths';
import { ACTIONS_ON } from '../../permissions';

import type { ReactNode } from 'react';

interface StepProps {
  title: string;
  children: ReactNode;
  /** For who may take the step. */
  action: ReactNode;
}

const Step = ({ title, children, action }: StepProps) => (
  <Grid.Item col={6} xs={12} alignItems="stretch">
    <Flex direction="column" alignItems="flex-start" justifyContent="space-between" gap={4}>
      <Flex direction="column" alignItems="flex-start" gap={2}>
        <Typography tag="h3" variant="omega" fontWeight="bold">
          {title}
        </Typography>
        <Typography textColor="neutral600">{children}</Typography>
      </Flex>
      {action}
    </Flex>
  </Grid.Item>
);

/** For a site that is not linked to any other yet. */
export const FirstStepsPanel = () => {
  const text = useText();
  const { canManage } = useRBAC(ACTIONS_ON.producers).allowedActions;
  const { canRead } = useRBAC(ACTIONS_ON.consumers).allowedActions;
  const { canCreate } = useRBAC(ACTIONS_ON.accessKeys).allowedActions;

  return (
    <Panel title={text('firstSteps.title')}>
      <Grid.Root gap={6}>
        <Step
          title={text('firstSteps.receive')}
          action={
            canManage ? (
              <LinkButton tag={NavLink} to={paths.newProducer} startIcon={<Plus />}>
                {text('firstSteps.receive.action')}
              </LinkButton>
            ) : null
          }
        >
          {text('firstSteps.receive.how')}
        </Step>
        <Step
          title={text('firstSteps.send')}
          action={
            canRead && canCreate ? (
              <LinkButton tag={NavLink} to={paths.consumers} startIcon={<Key />}>
                {text('firstSteps.send.action')}
              </LinkButton>
            ) : null
          }
        >
          {text('firstSteps.send.how')}
        </Step>
      </Grid.Root>
    </Panel>
  );
};

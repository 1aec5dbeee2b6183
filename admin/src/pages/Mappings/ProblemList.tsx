import { Flex, Typography } from '@strapi/design-system';

import { StatusBadge } from '../../components/StatusBadge';
import { useText } from '../../hooks/useText';

import type { MappingProblem } from '../../../../server/src/protocol';

/** What is wrong, each as a sentence that says what to do. */
export const ProblemList = ({ problems }: { problems: MappingProblem[] }) => {
  const text = useText();
  return problems.length === 0 ? null : (
    <Flex tag="ul" direction="column" alignItems="stretch" gap={2} aria-live="polite">
      {problems.map(({ severity, field, message }) => (
        <Flex key={`${field} ${message}`} tag="li" gap={3} alignItems="flex-start">
          <StatusBadge variant={severity === 'error' ? 'danger' : 'warning'}>
            {text(`problem.${severity}`)}
          </StatusBadge>
          <Typography textColor={severity === 'error' ? 'danger700' : 'neutral800'}>
            {message}
          </Typography>
        </Flex>
      ))}
    </Flex>
  );
};

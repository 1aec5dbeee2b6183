import { Button, Field, Flex, Textarea, Typography } from '@strapi/design-system';

import { Notice } from '../../components/Notice';
import { TimeAgo } from '../../components/TimeAgo';
import { useText } from '../../hooks/useText';

import type { ConditionDrafts } from './useConditionDrafts';
import type { ConsumerSubscription } from '../../../../server/src/protocol';

interface ConditionsProps {
  subscription: ConsumerSubscription;
  /** Of the content type. */
  name: string;
  drafts: ConditionDrafts;
  disabled: boolean;
  onSave: () => void;
}

/** What the consumer asks for, and what the administrator adds: a document must meet both. */
export const Conditions = ({ subscription, name, drafts, disabled, onSave }: ConditionsProps) => {
  const text = useText();
  const { contentType, requestedCondition, conditionError, status } = subscription;
  return (
    <Flex
      role="group"
      aria-label={text('consumer.conditions.of', { name })}
      direction="column"
      alignItems="stretch"
      gap={2}
      minWidth="20rem"
    >
      <Typography variant="pi" textColor="neutral600">
        {text('consumer.condition.requested')}
      </Typography>
      <Typography style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {requestedCondition === null ? (
          text('consumer.condition.none')
        ) : (
          <code>{requestedCondition}</code>
        )}
      </Typography>
      <Field.Root name={`condition.${contentType}`}>
        <Field.Label>{text('consumer.condition.own')}</Field.Label>
        <Textarea
          value={drafts.of(subscription)}
          placeholder={text('condition.placeholder')}
          spellCheck={false}
          disabled={disabled}
          onChange={(event) => drafts.set(contentType, event.target.value)}
        />
      </Field.Root>
      {status === 'approved' && drafts.isChanged(subscription) ? (
        <Button size="S" variant="secondary" disabled={disabled} onClick={onSave}>
          {text('consumer.condition.save')}
        </Button>
      ) : null}
      {conditionError ? (
        <Notice variant="danger" title={text('consumer.condition.failed')}>
          {conditionError.message} <TimeAgo date={conditionError.occurredAt} />
        </Notice>
      ) : null}
    </Flex>
  );
};

import { Button, Flex, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { useField, useForm } from '@strapi/strapi/admin';

import { contentTypeOptions } from './contentTypeOptions';
import { localTypeOf } from './mappingsOf';
import { NEW_SUBSCRIPTION, type SubscriptionValues } from './producerForm';
import { SubscriptionRow } from './SubscriptionRow';
import { Notice } from '../../components/Notice';
import { Panel } from '../../components/Panel';
import { useContentTypes } from '../../hooks/useContentTypes';
import { useErrorMessage } from '../../hooks/useErrorMessage';
import { useMappings } from '../../hooks/useMappings';
import { useText } from '../../hooks/useText';

import type { Producer } from '../../../../server/src/protocol';

interface SubscriptionsFieldProps {
  producer: Producer | null;
  disabled: boolean;
}

const NAME = 'subscriptions';

/** What is wanted of the producer: one row per content type. */
export const SubscriptionsField = ({ producer, disabled }: SubscriptionsFieldProps) => {
  const text = useText();
  const errorMessage = useErrorMessage();
  const { value: rows = [], error } = useField<SubscriptionValues[]>(NAME);
  const addFieldRow = useForm('SubscriptionsField', (form) => form.addFieldRow);
  const removeFieldRow = useForm('SubscriptionsField', (form) => form.removeFieldRow);
  const { contentTypes, nameOf, error: contentTypesError } = useContentTypes();
  const { mappings } = useMappings();

  return (
    <Panel
      title={text('field.subscriptions')}
      action={
        disabled ? null : (
          <Button
            variant="secondary"
            startIcon={<Plus />}
            onClick={() => addFieldRow(NAME, { ...NEW_SUBSCRIPTION })}
          >
            {text('subscription.add')}
          </Button>
        )
      }
    >
      <Typography textColor="neutral600">{text('subscriptions.hint')}</Typography>
      {contentTypesError ? (
        <Notice variant="danger" title={text('subscriptions.noContentTypes')}>
          {errorMessage(contentTypesError)}
        </Notice>
      ) : null}
      {error ? <Typography textColor="danger600">{error}</Typography> : null}
      <Flex direction="column" alignItems="stretch" gap={4}>
        {rows.map((row, index) => (
          <SubscriptionRow
            // Rows have no identity of their own before they are saved.
            key={index}
            name={`${NAME}.${index}`}
            row={row}
            label={text('subscription.label', { number: index + 1 })}
            options={contentTypeOptions({
              contentTypes,
              mappings,
              current: row.contentType,
              taken: rows.map(({ contentType }) => contentType),
            })}
            contentType={contentTypes.find(({ uid }) => uid === localTypeOf(row, mappings))}
            mappings={mappings}
            nameOf={nameOf}
            saved={producer?.subscriptions.find(
              ({ contentType }) => contentType === row.contentType
            )}
            disabled={disabled}
            onRemove={() => removeFieldRow(NAME, index)}
          />
        ))}
      </Flex>
    </Panel>
  );
};

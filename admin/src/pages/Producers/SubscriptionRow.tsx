import { Box, Flex, Grid, IconButton } from '@strapi/design-system';
import { Trash } from '@strapi/icons';
import { InputRenderer } from '@strapi/strapi/admin';

import { ToggleField } from '../../components/ToggleField';
import { SubscriptionStatusBadge } from '../../components/statuses';
import { useText } from '../../hooks/useText';

import type { ContentTypeOption } from './contentTypeOptions';
import type { ProducerSubscription } from '../../../../server/src/protocol';

interface SubscriptionRowProps {
  /** Path of the row in the form. */
  name: string;
  label: string;
  options: ContentTypeOption[];
  saved: ProducerSubscription | undefined;
  disabled: boolean;
  onRemove: () => void;
}

export const SubscriptionRow = ({
  name,
  label,
  options,
  saved,
  disabled,
  onRemove,
}: SubscriptionRowProps) => {
  const text = useText();
  return (
    <Box role="group" aria-label={label} borderColor="neutral150" hasRadius padding={4}>
      <Grid.Root gap={4}>
        <Grid.Item col={5} xs={12} direction="column" alignItems="stretch">
          <InputRenderer
            type="enumeration"
            name={`${name}.contentType`}
            label={text('field.contentType')}
            options={options}
            required
            disabled={disabled}
          />
          {saved ? (
            <Flex paddingTop={2}>
              <SubscriptionStatusBadge status={saved.status} />
            </Flex>
          ) : null}
        </Grid.Item>
        <Grid.Item col={3} s={6} xs={12} direction="column" alignItems="stretch">
          <ToggleField
            name={`${name}.useSameId`}
            label={text('field.useSameId')}
            hint={text('useSameId.hint')}
            onLabel={text('useSameId.on')}
            offLabel={text('useSameId.off')}
            disabled={disabled}
          />
        </Grid.Item>
        <Grid.Item col={3} s={6} xs={12} direction="column" alignItems="stretch">
          {saved ? (
            <ToggleField
              name={`${name}.unsubscribed`}
              label={text('field.unsubscribed')}
              hint={text('unsubscribed.hint')}
              onLabel={text('unsubscribed.on')}
              offLabel={text('unsubscribed.off')}
              disabled={disabled}
            />
          ) : null}
        </Grid.Item>
        <Grid.Item col={1} xs={12} direction="column" alignItems="flex-end">
          {disabled ? null : (
            <IconButton
              label={text('subscription.remove', { label })}
              variant="ghost"
              onClick={onRemove}
            >
              <Trash />
            </IconButton>
          )}
        </Grid.Item>
      </Grid.Root>
    </Box>
  );
};

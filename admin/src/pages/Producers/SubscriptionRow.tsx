import { Box, Flex, IconButton } from '@strapi/design-system';
import { Trash } from '@strapi/icons';

import { SubscriptionOptions } from './SubscriptionOptions';
import { SubscriptionScope } from './SubscriptionScope';
import { ComesAlong } from '../../components/ComesAlong';
import { SubscriptionStatusBadge } from '../../components/statuses';
import { useText } from '../../hooks/useText';

import type { SubscriptionValues } from './producerForm';
import type {
  Mapping,
  ProducerSubscription,
  StreamableContentType,
} from '../../../../server/src/protocol';
import type { SelectOption } from '../../components/SelectField';

interface SubscriptionRowProps {
  /** Path of the row in the form. */
  name: string;
  row: SubscriptionValues;
  label: string;
  /** The content types to choose from. */
  options: SelectOption[];
  mappings: Mapping[];
  /** What the documents become here, if this site has it. */
  contentType: StreamableContentType | undefined;
  nameOf: (uid: string) => string;
  saved: ProducerSubscription | undefined;
  disabled: boolean;
  onRemove: () => void;
}

export const SubscriptionRow = ({
  name,
  row,
  label,
  options,
  mappings,
  contentType,
  nameOf,
  saved,
  disabled,
  onRemove,
}: SubscriptionRowProps) => {
  const text = useText();
  return (
    <Box role="group" aria-label={label} borderColor="neutral150" hasRadius padding={4}>
      <Flex gap={4} alignItems="flex-start">
        <Flex direction="column" alignItems="stretch" gap={3} flex="1" minWidth={0}>
          <SubscriptionScope
            name={name}
            row={row}
            options={options}
            mappings={mappings}
            contentType={contentType}
            disabled={disabled}
          />
          <Flex gap={3} wrap="wrap">
            {saved ? <SubscriptionStatusBadge status={saved.status} /> : null}
            <ComesAlong dependencies={contentType?.dependencies ?? []} nameOf={nameOf} />
          </Flex>
          <SubscriptionOptions
            name={name}
            row={row}
            contentType={contentType}
            isSaved={saved !== undefined}
            disabled={disabled}
          />
        </Flex>
        {disabled ? null : (
          <IconButton
            label={text('subscription.remove', { label })}
            variant="ghost"
            onClick={onRemove}
          >
            <Trash />
          </IconButton>
        )}
      </Flex>
    </Box>
  );
};

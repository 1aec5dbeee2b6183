import { Grid } from '@strapi/design-system';

import { adoptOptions } from './adoptOptions';
import { Disclosure } from '../../components/Disclosure';
import { SelectField } from '../../components/SelectField';
import { ToggleField } from '../../components/ToggleField';
import { useText } from '../../hooks/useText';

import type { SubscriptionValues } from './producerForm';
import type { StreamableContentType } from '../../../../server/src/protocol';

interface SubscriptionOptionsProps {
  /** Path of the row in the form. */
  name: string;
  row: SubscriptionValues;
  contentType: StreamableContentType | undefined;
  isSaved: boolean;
  disabled: boolean;
}

/** How documents become documents of this site; open where it is not as usual. */
export const SubscriptionOptions = ({
  name,
  row,
  contentType,
  isSaved,
  disabled,
}: SubscriptionOptionsProps) => {
  const text = useText();
  return (
    <Disclosure
      label={text('subscription.options')}
      initiallyOpen={!row.useSameId || row.adopt !== null || row.unsubscribed}
    >
      <Grid.Root gap={4}>
        <Grid.Item col={4} s={6} xs={12} direction="column" alignItems="stretch">
          <ToggleField
            name={`${name}.useSameId`}
            label={text('field.useSameId')}
            hint={text('useSameId.hint')}
            onLabel={text('useSameId.on')}
            offLabel={text('useSameId.off')}
            disabled={disabled}
          />
        </Grid.Item>
        <Grid.Item col={4} s={6} xs={12} direction="column" alignItems="stretch">
          <SelectField
            name={`${name}.adopt`}
            label={text('field.adopt')}
            hint={text('adopt.hint')}
            options={adoptOptions(contentType, row.adopt)}
            noneLabel={text('adopt.none')}
            disabled={disabled}
          />
        </Grid.Item>
        {isSaved ? (
          <Grid.Item col={4} s={6} xs={12} direction="column" alignItems="stretch">
            <ToggleField
              name={`${name}.unsubscribed`}
              label={text('field.unsubscribed')}
              hint={text('unsubscribed.hint')}
              onLabel={text('unsubscribed.on')}
              offLabel={text('unsubscribed.off')}
              disabled={disabled}
            />
          </Grid.Item>
        ) : null}
      </Grid.Root>
    </Disclosure>
  );
};

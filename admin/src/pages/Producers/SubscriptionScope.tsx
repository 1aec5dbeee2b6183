import { Grid } from '@strapi/design-system';
import { useForm } from '@strapi/strapi/admin';

import { ConditionField } from './ConditionField';
import { mappingsOf } from './mappingsOf';
import { withContentType, type SubscriptionValues } from './producerForm';
import { LEAVE_POLICIES, SUBSCRIBED_VERSIONS } from './subscriptionChoices';
import { SelectField, type SelectOption } from '../../components/SelectField';
import { useContentTypes } from '../../hooks/useContentTypes';
import { useText } from '../../hooks/useText';
import { mappingOptions } from '../../utils/mappingOptions';

import type { Mapping, StreamableContentType } from '../../../../server/src/protocol';

interface SubscriptionScopeProps {
  /** Path of the row in the form. */
  name: string;
  row: SubscriptionValues;
  options: SelectOption[];
  mappings: Mapping[];
  contentType: StreamableContentType | undefined;
  disabled: boolean;
}

/** Which documents of the producer are wanted, and which of their versions. */
export const SubscriptionScope = ({
  name,
  row,
  options,
  mappings,
  contentType,
  disabled,
}: SubscriptionScopeProps) => {
  const text = useText();
  const onChange = useForm('SubscriptionScope', (form) => form.onChange);
  const { contentTypes } = useContentTypes();
  const isPublishedOnly = row.versions === 'published';
  const fitting = mappingsOf(mappings, row.contentType);
  /** A content type that this site lacks needs one. */
  const usualMapping = (uid: string | null) =>
    contentTypes.some((type) => type.uid === uid)
      ? null
      : (mappingsOf(mappings, uid)[0]?.documentId ?? null);
  const hasVersions = contentType?.hasDraftAndPublish === true || isPublishedOnly;

  return (
    <Grid.Root gap={4}>
      <Grid.Item col={6} xs={12} direction="column" alignItems="stretch">
        <SelectField
          name={`${name}.contentType`}
          label={text('field.contentType')}
          placeholder={text('subscription.choose')}
          options={options}
          required
          disabled={disabled}
          onChoose={(uid) => onChange(name, withContentType(row, uid, usualMapping(uid)))}
        />
      </Grid.Item>
      {hasVersions ? (
        <Grid.Item col={3} s={6} xs={12} direction="column" alignItems="stretch">
          <SelectField
            name={`${name}.versions`}
            label={text('field.versions')}
            hint={text('versions.hint')}
            options={SUBSCRIBED_VERSIONS.map((value) => ({
              value,
              label: text(`versions.${value}`),
            }))}
            disabled={disabled}
          />
        </Grid.Item>
      ) : null}
      <Grid.Item col={3} s={6} xs={12} direction="column" alignItems="stretch">
        <SelectField
          name={`${name}.onLeave`}
          label={text('field.onLeave')}
          hint={text('onLeave.hint')}
          options={LEAVE_POLICIES.map((value) => ({ value, label: text(`onLeave.${value}`) }))}
          disabled={disabled}
        />
      </Grid.Item>
      {fitting.length > 0 || row.mapping !== null ? (
        <Grid.Item col={12} direction="column" alignItems="stretch">
          <SelectField
            name={`${name}.mapping`}
            label={text('field.mapping')}
            hint={text('subscription.mapping.hint')}
            options={mappingOptions(fitting, 'document', row.mapping)}
            noneLabel={text('subscription.mapping.none')}
            disabled={disabled}
          />
        </Grid.Item>
      ) : null}
      <Grid.Item col={12} direction="column" alignItems="stretch">
        <ConditionField name={`${name}.condition`} disabled={disabled} />
      </Grid.Item>
    </Grid.Root>
  );
};

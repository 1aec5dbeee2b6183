import { Field, Textarea } from '@strapi/design-system';
import { useField } from '@strapi/strapi/admin';

import { useText } from '../../hooks/useText';

interface ConditionFieldProps {
  /** Path in the form. */
  name: string;
  disabled: boolean;
}

/** Which documents of the content type are wanted. The producer says at saving what is wrong. */
export const ConditionField = ({ name, disabled }: ConditionFieldProps) => {
  const text = useText();
  const { value = null, error, onChange } = useField<string | null>(name);
  return (
    <Field.Root name={name} hint={text('condition.hint')} error={error}>
      <Field.Label>{text('field.condition')}</Field.Label>
      <Textarea
        value={value ?? ''}
        placeholder={text('condition.placeholder')}
        spellCheck={false}
        disabled={disabled}
        onChange={(event) => onChange(name, event.target.value)}
      />
      <Field.Hint />
      <Field.Error />
    </Field.Root>
  );
};

import { Field, Toggle } from '@strapi/design-system';
import { useField } from '@strapi/strapi/admin';

interface ToggleFieldProps {
  /** Path in the form. */
  name: string;
  label: string;
  hint?: string;
  onLabel: string;
  offLabel: string;
  disabled: boolean;
}

export const ToggleField = ({
  name,
  label,
  hint,
  onLabel,
  offLabel,
  disabled,
}: ToggleFieldProps) => {
  const { value = false, error, onChange } = useField<boolean>(name);
  return (
    <Field.Root name={name} hint={hint} error={error}>
      <Field.Label>{label}</Field.Label>
      <Toggle
        checked={value}
        onLabel={onLabel}
        offLabel={offLabel}
        disabled={disabled}
        onChange={(event) => onChange(name, event.target.checked)}
      />
      <Field.Hint />
      <Field.Error />
    </Field.Root>
  );
};

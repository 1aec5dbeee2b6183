import { Field, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import { useField } from '@strapi/strapi/admin';

export interface SelectOption {
  value: string;
  label: string;
  disabled?: boolean;
}

interface SelectFieldProps {
  /** Path in the form. */
  name: string;
  label: string;
  hint?: string;
  options: SelectOption[];
  /** Shown for null, which can then be chosen as well; takes the place of the placeholder. */
  noneLabel?: string;
  placeholder?: string;
  required?: boolean;
  disabled: boolean;
  /** Instead of setting the field alone. */
  onChoose?: (value: string | null) => void;
}

/** A choice in a form. Strapi's own input for it can neither name nor follow what is chosen. */
export const SelectField = ({
  name,
  label,
  hint,
  options,
  noneLabel,
  placeholder,
  required = false,
  disabled,
  onChoose,
}: SelectFieldProps) => {
  const { value = null, error, onChange } = useField<string | null>(name);
  const choose = onChoose ?? ((chosen: string | null) => onChange(name, chosen));

  return (
    <Field.Root name={name} hint={hint} error={error} required={required}>
      <Field.Label>{label}</Field.Label>
      <SingleSelect
        value={noneLabel === undefined ? value : (value ?? '')}
        placeholder={noneLabel === undefined ? placeholder : ''}
        disabled={disabled}
        onChange={(chosen) => choose(chosen === '' ? null : String(chosen))}
      >
        {noneLabel === undefined ? null : (
          <SingleSelectOption value="">{noneLabel}</SingleSelectOption>
        )}
        {options.map((option) => (
          <SingleSelectOption key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </SingleSelectOption>
        ))}
      </SingleSelect>
      <Field.Hint />
      <Field.Error />
    </Field.Root>
  );
};

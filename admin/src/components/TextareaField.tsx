import { Field, Textarea } from '@strapi/design-system';
import { useField } from '@strapi/strapi/admin';

interface TextareaFieldProps {
  /** Path in the form. */
  name: string;
  label: string;
  hint?: string;
  placeholder?: string;
  disabled: boolean;
}

/** What is written for a program to read, such as an expression. */
export const TextareaField = ({ name, label, hint, placeholder, disabled }: TextareaFieldProps) => {
  const { value = null, error, onChange } = useField<string | null>(name);
  return (
    <Field.Root name={name} hint={hint} error={error}>
      <Field.Label>{label}</Field.Label>
      <Textarea
        value={value ?? ''}
        placeholder={placeholder}
        spellCheck={false}
        disabled={disabled}
        onChange={(event) => onChange(name, event.target.value)}
      />
      <Field.Hint />
      <Field.Error />
    </Field.Root>
  );
};

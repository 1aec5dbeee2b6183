import { Field, TextInput } from '@strapi/design-system';
import { Duplicate } from '@strapi/icons';
import { useClipboard, useNotification } from '@strapi/strapi/admin';

import { useText } from '../hooks/useText';

interface CopyFieldProps {
  label: string;
  value: string;
}

export const CopyField = ({ label, value }: CopyFieldProps) => {
  const text = useText();
  const { copy } = useClipboard();
  const { toggleNotification } = useNotification();

  const handleCopy = async () => {
    const copied = await copy(value);
    toggleNotification(
      copied
        ? { type: 'success', message: text('copy.done') }
        : { type: 'warning', message: text('copy.failed') }
    );
  };

  return (
    <Field.Root>
      <Field.Label>{label}</Field.Label>
      <TextInput
        value={value}
        readOnly
        onFocus={(event) => event.target.select()}
        endAction={
          <Field.Action label={text('action.copy')} onClick={() => void handleCopy()}>
            <Duplicate aria-hidden fill="neutral500" />
          </Field.Action>
        }
      />
    </Field.Root>
  );
};

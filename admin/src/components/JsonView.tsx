import { Field, JSONInput } from '@strapi/design-system';

import type { JsonValue } from '../../../server/src/protocol';

interface JsonViewProps {
  label: string;
  value: JsonValue;
}

export const JsonView = ({ label, value }: JsonViewProps) => (
  <Field.Root>
    <Field.Label>{label}</Field.Label>
    <JSONInput
      value={JSON.stringify(value, null, 2)}
      disabled
      minHeight="10rem"
      maxHeight="50rem"
    />
  </Field.Root>
);

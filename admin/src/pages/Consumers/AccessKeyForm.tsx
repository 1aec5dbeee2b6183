import { useState, type FormEvent } from 'react';

import { Button, Field, Modal, TextInput } from '@strapi/design-system';

import { useEventStreamingCreateAccessKeyMutation } from '../../api';
import { useErrorMessage } from '../../hooks/useErrorMessage';
import { useText } from '../../hooks/useText';

import type { CreateAccessKey } from '../../../../server/src/protocol';

interface AccessKeyFormProps {
  onCreated: (accessKey: CreateAccessKey.Response['data']) => void;
}

const MAX_NAME_LENGTH = 100;

export const AccessKeyForm = ({ onCreated }: AccessKeyFormProps) => {
  const text = useText();
  const errorMessage = useErrorMessage();
  const [createAccessKey, { error, isLoading, reset }] = useEventStreamingCreateAccessKeyMutation();
  const [name, setName] = useState('');

  const handleSubmit = async (event: FormEvent) => {
    event.preventDefault();
    const outcome = await createAccessKey({ name: name.trim() });
    if ('data' in outcome) {
      // The store of the admin panel forgets the key.
      reset();
      onCreated(outcome.data);
    }
  };

  return (
    <form onSubmit={(event) => void handleSubmit(event)}>
      <Modal.Body>
        <Field.Root
          name="name"
          hint={text('accessKey.name.hint')}
          error={error ? errorMessage(error) : undefined}
          required
        >
          <Field.Label>{text('field.name')}</Field.Label>
          <TextInput
            value={name}
            maxLength={MAX_NAME_LENGTH}
            onChange={(event) => setName(event.target.value)}
          />
          <Field.Error />
          <Field.Hint />
        </Field.Root>
      </Modal.Body>
      <Modal.Footer>
        <Modal.Close>
          <Button variant="tertiary">{text('action.cancel')}</Button>
        </Modal.Close>
        <Button type="submit" loading={isLoading} disabled={name.trim() === ''}>
          {text('action.create')}
        </Button>
      </Modal.Footer>
    </form>
  );
};

import { useState } from 'react';

import {
  Button,
  Field,
  Flex,
  Modal,
  SingleSelect,
  SingleSelectOption,
  TextInput,
} from '@strapi/design-system';
import { Eye } from '@strapi/icons';

import { toDraft, type MappingValues } from './mappingForm';
import { PreviewResult } from './PreviewResult';
import { useEventStreamingPreviewMappingMutation } from '../../api';
import { Notice } from '../../components/Notice';
import { useErrorMessage } from '../../hooks/useErrorMessage';
import { useText } from '../../hooks/useText';

import type { MappableTypes } from '../../../../server/src/protocol';

interface PreviewMappingProps {
  values: MappingValues;
  /** null: it is not saved yet. */
  documentId: string | null;
  types: MappableTypes.Response['data'];
}

const PreviewDialog = ({ values, documentId, types }: PreviewMappingProps) => {
  const text = useText();
  const errorMessage = useErrorMessage();
  const [producer, setProducer] = useState(types.producers[0]?.documentId ?? null);
  const [remoteId, setRemoteId] = useState('');
  const [preview, { data, error, isLoading }] = useEventStreamingPreviewMappingMutation();
  const draft = toDraft(values, documentId, types.local, '?');
  const isReady = producer !== null && remoteId.trim() !== '' && draft !== null;

  const handlePreview = () => {
    if (producer !== null && draft !== null) {
      void preview({ mapping: draft.request, producer, documentId: remoteId.trim() });
    }
  };

  return (
    <Modal.Content>
      <Modal.Header>
        <Modal.Title>{text('preview.title')}</Modal.Title>
      </Modal.Header>
      <Modal.Body>
        <Flex direction="column" alignItems="stretch" gap={5}>
          <Flex gap={4} alignItems="flex-end" wrap="wrap">
            <Field.Root flex="1" minWidth="20rem">
              <Field.Label>{text('field.producer')}</Field.Label>
              <SingleSelect value={producer} onChange={(chosen) => setProducer(String(chosen))}>
                {types.producers.map(({ documentId: value, name }) => (
                  <SingleSelectOption key={value} value={value}>
                    {name}
                  </SingleSelectOption>
                ))}
              </SingleSelect>
            </Field.Root>
            <Field.Root flex="1" minWidth="20rem">
              <Field.Label>{text('field.remoteDocumentId')}</Field.Label>
              <TextInput value={remoteId} onChange={(event) => setRemoteId(event.target.value)} />
            </Field.Root>
            <Button
              size="L"
              startIcon={<Eye />}
              disabled={!isReady}
              loading={isLoading}
              onClick={handlePreview}
            >
              {text('action.preview')}
            </Button>
          </Flex>
          {error ? (
            <Notice variant="danger" title={text('preview.failed')}>
              {errorMessage(error)}
            </Notice>
          ) : null}
          {data && !error ? <PreviewResult preview={data} /> : null}
        </Flex>
      </Modal.Body>
      <Modal.Footer justifyContent="flex-end">
        <Modal.Close>
          <Button variant="tertiary">{text('action.done')}</Button>
        </Modal.Close>
      </Modal.Footer>
    </Modal.Content>
  );
};

/** Shows what would become of a document of a producer, with the form as it stands. */
export const PreviewMapping = (props: PreviewMappingProps) => {
  const text = useText();
  return (
    <Modal.Root>
      <Modal.Trigger>
        <Button variant="secondary" startIcon={<Eye />}>
          {text('action.preview')}
        </Button>
      </Modal.Trigger>
      <PreviewDialog {...props} />
    </Modal.Root>
  );
};

import { useState } from 'react';

import { Button, Flex, IconButton, Modal, Typography } from '@strapi/design-system';
import { Stethoscope } from '@strapi/icons';

import { useEventStreamingTestProducerMutation } from '../../api';
import { Notice } from '../../components/Notice';
import { StatusBadge } from '../../components/StatusBadge';
import { useReportedRequest } from '../../hooks/useReportedRequest';
import { useText } from '../../hooks/useText';

import type { ConnectionCheck, Producer, TestProducer } from '../../../../server/src/protocol';

const Check = ({ check }: { check: ConnectionCheck }) => {
  const text = useText();
  return (
    <Flex tag="li" gap={4} alignItems="flex-start">
      <StatusBadge variant={check.ok ? 'success' : 'danger'}>
        {text(check.ok ? 'check.ok' : 'check.failed')}
      </StatusBadge>
      <Flex direction="column" alignItems="flex-start" gap={1}>
        <Typography fontWeight="bold">{text(`check.${check.name}`)}</Typography>
        <Typography textColor="neutral600">{check.message}</Typography>
      </Flex>
    </Flex>
  );
};

interface ChecksModalProps {
  name: string;
  result: TestProducer.Response['data'];
  onClose: () => void;
}

const ChecksModal = ({ name, result, onClose }: ChecksModalProps) => {
  const text = useText();
  return (
    <Modal.Root open onOpenChange={onClose}>
      <Modal.Content>
        <Modal.Header>
          <Modal.Title>{text('check.title', { name })}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={5}>
            <Notice
              variant={result.ok ? 'success' : 'danger'}
              title={text(result.ok ? 'check.allOk' : 'check.notOk')}
            />
            <Flex tag="ul" direction="column" alignItems="stretch" gap={4}>
              {result.checks.map((check) => (
                <Check key={check.name} check={check} />
              ))}
            </Flex>
          </Flex>
        </Modal.Body>
        <Modal.Footer justifyContent="flex-end">
          <Modal.Close>
            <Button>{text('action.done')}</Button>
          </Modal.Close>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
};

interface TestConnectionProps {
  producer: Producer;
  as: 'icon' | 'button';
}

export const TestConnection = ({ producer, as }: TestConnectionProps) => {
  const text = useText();
  const report = useReportedRequest();
  const [test, { isLoading }] = useEventStreamingTestProducerMutation();
  const [result, setResult] = useState<TestProducer.Response['data'] | null>(null);

  const handleTest = async () => setResult(await report(test(producer.documentId)));

  return (
    <>
      {as === 'icon' ? (
        <IconButton
          label={text('producer.test', { name: producer.name })}
          variant="ghost"
          disabled={isLoading}
          onClick={() => void handleTest()}
        >
          <Stethoscope />
        </IconButton>
      ) : (
        <Button
          variant="secondary"
          startIcon={<Stethoscope />}
          loading={isLoading}
          onClick={() => void handleTest()}
        >
          {text('action.test')}
        </Button>
      )}
      {result === null ? null : (
        <ChecksModal name={producer.name} result={result} onClose={() => setResult(null)} />
      )}
    </>
  );
};

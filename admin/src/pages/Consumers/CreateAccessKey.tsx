import { useState } from 'react';

import { Button, Flex, Modal } from '@strapi/design-system';
import { Key } from '@strapi/icons';
import { useRBAC } from '@strapi/strapi/admin';

import { AccessKeyForm } from './AccessKeyForm';
import { useEventStreamingStatusQuery } from '../../api';
import { CopyField } from '../../components/CopyField';
import { Notice } from '../../components/Notice';
import { useText } from '../../hooks/useText';
import { READ } from '../../permissions';

import type { CreateAccessKey as Contract } from '../../../../server/src/protocol';

type AccessKey = Contract.Response['data'];

/** What this site calls itself, for those who may read it. */
const useSiteUrl = (): string | undefined => {
  const { canRead = false } = useRBAC(READ.overview).allowedActions;
  return useEventStreamingStatusQuery(undefined, { skip: !canRead }).data?.site.url;
};

const CreatedKey = ({ accessKey }: { accessKey: AccessKey }) => {
  const text = useText();
  const siteUrl = useSiteUrl();
  return (
    <>
      <Modal.Body>
        <Flex direction="column" alignItems="stretch" gap={5}>
          <Notice variant="warning" title={text('accessKey.once')}>
            {text('accessKey.next')}
          </Notice>
          <CopyField
            label={text('accessKey.label', { name: accessKey.name })}
            value={accessKey.accessKey}
          />
          {siteUrl ? <CopyField label={text('accessKey.siteUrl')} value={siteUrl} /> : null}
        </Flex>
      </Modal.Body>
      <Modal.Footer justifyContent="flex-end">
        <Modal.Close>
          <Button>{text('action.done')}</Button>
        </Modal.Close>
      </Modal.Footer>
    </>
  );
};

export const CreateAccessKey = () => {
  const text = useText();
  const [isOpen, setIsOpen] = useState(false);
  const [accessKey, setAccessKey] = useState<AccessKey | null>(null);

  const handleOpenChange = (open: boolean) => {
    setIsOpen(open);
    // The key is not kept any longer than it is shown.
    setAccessKey(null);
  };

  return (
    <Modal.Root open={isOpen} onOpenChange={handleOpenChange}>
      <Modal.Trigger>
        <Button startIcon={<Key />}>{text('accessKey.create')}</Button>
      </Modal.Trigger>
      <Modal.Content>
        <Modal.Header>
          <Modal.Title>{text('accessKey.create')}</Modal.Title>
        </Modal.Header>
        {accessKey ? (
          <CreatedKey accessKey={accessKey} />
        ) : (
          <AccessKeyForm onCreated={setAccessKey} />
        )}
      </Modal.Content>
    </Modal.Root>
  );
};

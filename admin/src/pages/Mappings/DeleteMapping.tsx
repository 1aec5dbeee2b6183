import { useState } from 'react';

import { Button, Dialog, Flex, IconButton, Link, Typography } from '@strapi/design-system';
import { Trash } from '@strapi/icons';
import { ConfirmDialog, useNotification } from '@strapi/strapi/admin';
import { NavLink } from 'react-router-dom';

import {
  useEventStreamingDeleteMappingMutation,
  useEventStreamingMappingUsesQuery,
} from '../../api';
import { useReportedRequest } from '../../hooks/useReportedRequest';
import { useText } from '../../hooks/useText';
import { paths } from '../../paths';

import type { Mapping, MappingUse } from '../../../../server/src/protocol';

const pathOf = ({ kind, documentId }: MappingUse) =>
  kind === 'producer' ? paths.producer(documentId) : paths.mapping(documentId);

/** What has to let go of it first. */
const Uses = ({ uses }: { uses: MappingUse[] }) => {
  const text = useText();
  return (
    <Dialog.Content>
      <Dialog.Header>{text('mapping.inUse')}</Dialog.Header>
      <Dialog.Body>
        <Flex direction="column" alignItems="stretch" gap={4}>
          <Typography>{text('mapping.inUse.next')}</Typography>
          <Flex tag="ul" direction="column" alignItems="flex-start" gap={2}>
            {uses.map((use) => (
              <li key={use.documentId}>
                <Link tag={NavLink} to={pathOf(use)}>
                  {text(`mapping.use.${use.kind}`, { name: use.name })}
                </Link>
              </li>
            ))}
          </Flex>
        </Flex>
      </Dialog.Body>
      <Dialog.Footer>
        <Dialog.Cancel>
          <Button fullWidth variant="tertiary">
            {text('action.done')}
          </Button>
        </Dialog.Cancel>
      </Dialog.Footer>
    </Dialog.Content>
  );
};

interface DeleteMappingProps {
  mapping: Mapping;
  as: 'icon' | 'button';
  onDeleted?: () => void;
}

export const DeleteMapping = ({ mapping, as, onDeleted }: DeleteMappingProps) => {
  const text = useText();
  const { toggleNotification } = useNotification();
  const report = useReportedRequest();
  const [isOpen, setIsOpen] = useState(false);
  const { data: uses } = useEventStreamingMappingUsesQuery(mapping.documentId, {
    skip: !isOpen,
    refetchOnMountOrArgChange: true,
  });
  const [deleteMapping] = useEventStreamingDeleteMappingMutation();

  const handleConfirm = async () => {
    if ((await report(deleteMapping(mapping.documentId))) !== null) {
      toggleNotification({
        type: 'success',
        message: text('mapping.deleted', { name: mapping.name }),
      });
      onDeleted?.();
    }
  };

  const label = text('mapping.delete', { name: mapping.name });
  return (
    <Dialog.Root open={isOpen} onOpenChange={setIsOpen}>
      <Dialog.Trigger>
        {as === 'icon' ? (
          <IconButton label={label} variant="ghost">
            <Trash />
          </IconButton>
        ) : (
          <Button variant="danger-light" startIcon={<Trash />}>
            {text('action.delete')}
          </Button>
        )}
      </Dialog.Trigger>
      {uses === undefined ? null : uses.length > 0 ? (
        <Uses uses={uses} />
      ) : (
        <ConfirmDialog title={label} onConfirm={handleConfirm}>
          {text('mapping.delete.question', { name: mapping.name })}
        </ConfirmDialog>
      )}
    </Dialog.Root>
  );
};

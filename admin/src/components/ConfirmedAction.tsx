import { useState } from 'react';

import { Dialog } from '@strapi/design-system';
import { ConfirmDialog } from '@strapi/strapi/admin';

import type { ReactElement } from 'react';

interface ConfirmedActionProps {
  title: string;
  question: string;
  onConfirm: () => Promise<void>;
  /** The button that asks. */
  children: ReactElement;
}

export const ConfirmedAction = ({ title, question, onConfirm, children }: ConfirmedActionProps) => {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog.Root open={isOpen} onOpenChange={setIsOpen}>
      <Dialog.Trigger>{children}</Dialog.Trigger>
      <ConfirmDialog title={title} onConfirm={onConfirm}>
        {question}
      </ConfirmDialog>
    </Dialog.Root>
  );
};

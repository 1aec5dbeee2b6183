import { useId, useState, type ReactNode } from 'react';

import { Box, TextButton } from '@strapi/design-system';
import { CaretDown, CaretUp } from '@strapi/icons';

interface DisclosureProps {
  label: string;
  initiallyOpen: boolean;
  children: ReactNode;
}

/** What few people need, out of the way of the others. */
export const Disclosure = ({ label, initiallyOpen, children }: DisclosureProps) => {
  const id = useId();
  const [isOpen, setIsOpen] = useState(initiallyOpen);
  const Icon = isOpen ? CaretUp : CaretDown;

  return (
    <Box>
      <TextButton
        type="button"
        aria-expanded={isOpen}
        aria-controls={id}
        endIcon={<Icon aria-hidden />}
        onClick={() => setIsOpen(!isOpen)}
      >
        {label}
      </TextButton>
      <Box id={id} paddingTop={isOpen ? 3 : 0}>
        {isOpen ? children : null}
      </Box>
    </Box>
  );
};

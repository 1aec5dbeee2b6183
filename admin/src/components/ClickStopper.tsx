import { Flex } from '@strapi/design-system';

import type { MouseEvent, ReactNode } from 'react';

const stop = (event: MouseEvent) => event.stopPropagation();

/**
 * For actions in a row that opens on a click. React passes the clicks in a dialog on to the row that
 * holds it, although the dialog is elsewhere in the document.
 */
export const ClickStopper = ({ children }: { children: ReactNode }) => (
  <Flex gap={1} onClick={stop}>
    {children}
  </Flex>
);

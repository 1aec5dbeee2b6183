import { Typography } from '@strapi/design-system';
import { styled } from 'styled-components';

import type { SyncLog } from '../../../../server/src/protocol';

// The cells of Strapi's tables do not break lines.
const ThreeLines = styled(Typography)`
  display: -webkit-box;
  -webkit-box-orient: vertical;
  -webkit-line-clamp: 3;
  overflow: hidden;
  white-space: normal;
  width: 18rem;
`;

/** As much of the error as a row has room for. */
export const ErrorExcerpt = ({ status, error }: Pick<SyncLog, 'status' | 'error'>) =>
  error === null ? null : (
    <ThreeLines
      tag="div"
      variant="pi"
      textColor={status === 'failed' ? 'danger600' : 'neutral600'}
      title={error}
    >
      {error}
    </ThreeLines>
  );

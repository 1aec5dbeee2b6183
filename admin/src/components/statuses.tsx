import { StatusBadge } from './StatusBadge';
import { useText } from '../hooks/useText';

import type {
  ApplyResult,
  DocumentLink,
  ProducerState,
  SubscriptionStatus,
  SyncStatus,
  UpdateType,
  VersionStatus,
} from '../../../server/src/protocol';
import type { StatusVariant } from '@strapi/design-system';

const PRODUCER_STATE: Record<ProducerState, StatusVariant> = {
  connected: 'success',
  unreachable: 'warning',
  unauthorized: 'danger',
  stream_broken: 'danger',
  error: 'danger',
};

export const ProducerStateBadge = ({ state }: { state: ProducerState }) => {
  const text = useText();
  return (
    <StatusBadge variant={PRODUCER_STATE[state]}>{text(`producerState.${state}`)}</StatusBadge>
  );
};

const SUBSCRIPTION_STATUS: Record<SubscriptionStatus, StatusVariant> = {
  pending: 'warning',
  approved: 'success',
  rejected: 'danger',
};

export const SubscriptionStatusBadge = ({ status }: { status: SubscriptionStatus }) => {
  const text = useText();
  return (
    <StatusBadge variant={SUBSCRIPTION_STATUS[status]}>
      {text(`subscriptionStatus.${status}`)}
    </StatusBadge>
  );
};

export const SYNC_STATUS: Record<SyncStatus, StatusVariant> = {
  synced: 'success',
  failed: 'danger',
  retrying: 'warning',
  waiting: 'secondary',
  skipped: 'neutral',
};

export const SyncStatusBadge = ({ status }: { status: SyncStatus | ApplyResult }) => {
  const text = useText();
  return <StatusBadge variant={SYNC_STATUS[status]}>{text(`syncStatus.${status}`)}</StatusBadge>;
};

const UPDATE_TYPE: Record<UpdateType, StatusVariant> = {
  create: 'success',
  update: 'secondary',
  delete: 'danger',
};

export const UpdateTypeBadge = ({ type }: { type: UpdateType }) => {
  const text = useText();
  return <StatusBadge variant={UPDATE_TYPE[type]}>{text(`updateType.${type}`)}</StatusBadge>;
};

/** As the Content Manager shows them. */
const VERSION_STATUS: Record<VersionStatus, StatusVariant> = {
  draft: 'secondary',
  published: 'success',
};

export const VersionStatusBadge = ({ status }: { status: VersionStatus }) => {
  const text = useText();
  return (
    <StatusBadge variant={VERSION_STATUS[status]}>{text(`versionStatus.${status}`)}</StatusBadge>
  );
};

const DOCUMENT_LINK_STATE: Record<DocumentLink['state'], StatusVariant> = {
  linked: 'success',
  parked: 'danger',
  detached: 'neutral',
};

export const DocumentLinkStateBadge = ({ state }: Pick<DocumentLink, 'state'>) => {
  const text = useText();
  return (
    <StatusBadge variant={DOCUMENT_LINK_STATE[state]}>{text(`documentLink.${state}`)}</StatusBadge>
  );
};

/** What hooks of this site make of a version before it is written (docs/extending.md). */
import type { LocalDocument } from './find-local';
import type { ApplyContext } from '../apply-context';
import type { RemoteDocument } from '../document-links';
import type { Place } from '../receive';
import type { Hooked } from '../../platform';
import type { BeforeApply } from '../../protocol';

/** @throws HookError, and database errors that pass by themselves */
export const askBeforeApply = (
  { hooks, producer }: ApplyContext,
  remote: RemoteDocument,
  local: LocalDocument,
  { locale, status }: Place,
  change: Pick<BeforeApply, 'updateType' | 'fields'>
): Promise<Hooked> => {
  const { documentId, name, siteId, url } = producer;
  return hooks.beforeApply({
    producer: { documentId, name, siteId, url },
    remote: { contentType: remote.contentType, documentId: remote.documentId },
    contentType: local.schema.uid,
    documentId: local.documentId,
    locale,
    status,
    ...change,
  });
};

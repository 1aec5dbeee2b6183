import type { LocalDocument } from './find-local';
import { type ApplyContext, subscriptionTo } from '../apply-context';
import { assertMay } from '../assert-may';
import { type RemoteDocument, findRemotes, saveLink } from '../document-links';
import {
  type DocumentVersion,
  type IsFollowed,
  withoutSideEffects,
  writeDocument,
} from '../../documents';
import { runWithStreamContext } from '../../platform';

/** Where a state of a document comes from. */
export interface Provenance {
  /** Position of the producer's stream up to which all is in it. */
  sequence: number;
  origin: string;
  path: string[];
}

/** Events of documents that this site is subscribed to say themselves what those refer to. */
const followedBy =
  (context: ApplyContext): IsFollowed =>
  async (contentType, documentId) => {
    const { strapi, producer } = context;
    const remotes = await findRemotes(strapi, producer.siteId, contentType, documentId);
    return remotes.some((remote) => subscriptionTo(context, remote.contentType) !== undefined);
  };

const writeVersions = async (
  context: ApplyContext,
  { schema, documentId, versions: before }: LocalDocument,
  wanted: DocumentVersion[],
  { origin, path }: Provenance,
  isRelinked: boolean
): Promise<void> => {
  const { strapi, subscriber } = context;
  const contentType = schema.uid;
  const document = {
    contentType,
    documentId,
    versions: wanted,
    isRelinked,
    authorId: subscriber.id,
  };
  await runWithStreamContext({ origin, path, contentType, documentId }, () =>
    withoutSideEffects(strapi, document, followedBy(context), () =>
      writeDocument(strapi, document, before)
    )
  );
};

/**
 * Makes the local document what is wanted, in the ambient transaction, and moves its link on.
 *
 * @param wanted in this site's fields and ids; none: it is deleted
 * @param isRelinked see `WantedDocument`
 * @returns the document's id; null when it is no more
 * @throws ApplyError `permission`, and whatever Strapi throws when it does not accept the content
 */
export const writeLocal = async (
  context: ApplyContext,
  remote: RemoteDocument,
  local: LocalDocument,
  wanted: DocumentVersion[],
  provenance: Provenance,
  isRelinked = false
): Promise<string | null> => {
  await assertMay(context, local.schema, local.documentId, local.versions, wanted);
  if (local.versions.length > 0 || wanted.length > 0) {
    await writeVersions(context, local, wanted, provenance, isRelinked);
  }
  const localDocumentId = wanted.length > 0 ? local.documentId : null;
  await saveLink(context.strapi, remote, {
    localContentType: local.schema.uid,
    localDocumentId,
    appliedSequence: provenance.sequence,
    state: localDocumentId === null ? 'deleted' : 'linked',
  });
  return localDocumentId;
};

import type { Application } from './application';
import { bringTargets } from './bring';
import type { LocalDocument } from './find-local';
import { keyOf } from '../apply-context';
import type { RemoteReference } from '../failures';
import type { ReceivedVersion } from '../receive';
import { referenceKey } from '../resolve-references';
import type { DocumentFields } from '../../protocol';

/**
 * The content with references to this site's documents in place of the producer's; what they refer
 * to is brought first. A reference to what is gone is left out.
 *
 * @param remote the document that the content belongs to
 * @throws MissingDocumentsError
 */
export const localize = async (
  application: Application,
  remote: RemoteReference,
  { schema, documentId }: LocalDocument,
  { status, content }: ReceivedVersion
): Promise<DocumentFields> => {
  const isSelf = (reference: RemoteReference) => keyOf(reference) === keyOf(remote);
  const others = content.references.filter((reference) => !isSelf(reference));
  const resolved =
    others.length > 0 ? await bringTargets(application, remote, others, status) : new Map();
  return content.localize((reference) =>
    isSelf(reference)
      ? { contentType: schema.uid, documentId }
      : (resolved.get(referenceKey(reference)) ?? null)
  );
};

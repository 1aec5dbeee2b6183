import { keyOf } from '../apply-context';
import { MissingDocumentsError, type RemoteReference } from '../failures';
import type { Supplies } from '../gather';

/** That a document is not among the supplies, with the reason as far as it is known. */
export const missingDocument = (
  { unreadable }: Supplies,
  { contentType, documentId }: RemoteReference
): MissingDocumentsError => {
  const reference = { contentType, documentId };
  return new MissingDocumentsError([reference], unreadable.get(keyOf(reference)));
};

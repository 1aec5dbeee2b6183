/** What becomes here of a document that leaves the subscription there. */
import type { DocumentVersion } from '../../documents';
import type { LeavePolicy } from '../../protocol';

/**
 * The versions that are left.
 *
 * @param versions those that are here
 * @param leaves which of its locales have left
 * @returns null: it stays as it is, and is this site's own from now on
 */
export const afterLeaving = (
  policy: LeavePolicy,
  versions: DocumentVersion[],
  leaves: (locale: string | null) => boolean
): DocumentVersion[] | null => {
  switch (policy) {
    case 'keep':
      return null;
    case 'unpublish':
      return versions.filter(({ locale, status }) => !leaves(locale) || status !== 'published');
    case 'delete':
      return versions.filter(({ locale }) => !leaves(locale));
  }
};

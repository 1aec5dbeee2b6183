/** What becomes here of a document that leaves the subscription there. */
import { type Versions, findCopy, toDraft } from './versions';
import type { Change } from '../receive';
import { type DocumentVersion, versionKey } from '../../documents';
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

/** Whether a version that has left goes from here too. */
const isTaken = (policy: LeavePolicy, { status }: Pick<DocumentVersion, 'status'>): boolean =>
  policy === 'delete' || (policy === 'unpublish' && status === 'published');

/** What is left of a document, one of whose versions leaves a subscription with a condition. */
export const afterVersionLeft = (
  policy: LeavePolicy,
  versions: Versions,
  change: Extract<Change, { kind: 'leave' }>
): {
  versions: Versions;
  /** Whether the document goes on being kept in step. */
  isKept: boolean;
} => {
  if (!isTaken(policy, change)) {
    return { versions, isKept: !change.isLast };
  }
  if (policy === 'delete' && change.isLast) {
    return { versions: new Map(), isKept: true };
  }
  const key = versionKey(change);
  const version = versions.get(key);
  const copy =
    policy === 'delete' && change.withoutDraft && version ? findCopy(versions, version) : undefined;
  const taken = [key, ...(copy ? [versionKey(copy)] : [])];
  const left = new Map([...versions].filter(([one]) => !taken.includes(one)));
  const published = left.get(versionKey({ ...change, status: 'published' }));
  // Strapi has no published version without a draft.
  return { versions: published ? left.set(key, toDraft(published)) : left, isKept: true };
};

/** The versions here that the producer withholds, and that stay all the same. */
export const afterWithheld = (
  policy: LeavePolicy,
  versions: DocumentVersion[],
  withheld: Pick<DocumentVersion, 'locale' | 'status'>[]
): DocumentVersion[] => {
  const keys = new Set(withheld.map(versionKey));
  return versions.filter((version) => keys.has(versionKey(version)) && !isTaken(policy, version));
};

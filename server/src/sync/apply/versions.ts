/** What a document is to be, worked out version by version. Pure. */
import { isEqual } from 'lodash';

import type { Place } from '../receive';
import { type DocumentVersion, versionKey, withoutFacts } from '../../documents';
import type { DocumentFields } from '../../protocol';

/** The versions of one document, by {@link versionKey}. */
export type Versions = ReadonlyMap<string, DocumentVersion>;

export const byKey = (versions: DocumentVersion[]): Versions =>
  new Map(versions.map((version) => [versionKey(version), version]));

/**
 * The versions with one of them written.
 * @param isPart fields that are not named stay
 */
export const withVersion = (
  versions: Versions,
  { locale, status, fields }: DocumentVersion,
  isPart: boolean
): Versions => {
  const key = versionKey({ locale, status });
  const earlier = isPart ? versions.get(key)?.fields : {};
  return new Map(versions).set(key, { locale, status, fields: { ...earlier, ...fields } });
};

/**
 * What a version begins with that is new here and comes only in part: the rest of a published one is
 * that of the draft, as when an editor publishes.
 */
export const findBase = (
  versions: Versions,
  { locale, status }: Place
): DocumentFields | undefined =>
  status === 'published'
    ? versions.get(versionKey({ locale, status: 'draft' }))?.fields
    : undefined;

export const withoutVersion = (versions: Versions, place: Place): Versions => {
  const after = new Map(versions);
  after.delete(versionKey(place));
  return after;
};

export const toDraft = (published: DocumentVersion): DocumentVersion => ({
  ...published,
  status: 'draft',
});

const draftKeyOf = ({ locale }: Pick<DocumentVersion, 'locale'>) =>
  versionKey({ locale, status: 'draft' });

/** The draft of a published version, if it says the same: nobody has edited it here. */
export const findCopy = (
  versions: Versions,
  published: DocumentVersion
): DocumentVersion | undefined => {
  const draft = versions.get(draftKeyOf(published));
  return draft && isEqual(withoutFacts(draft.fields), withoutFacts(published.fields))
    ? draft
    : undefined;
};

/**
 * Of a subscription to published versions, the draft follows what is published.
 * @param changed keys of the versions that are newly written
 */
export const withFollowingDrafts = (versions: Versions, changed: ReadonlySet<string>): Versions => {
  const after = new Map(versions);
  for (const [key, version] of versions) {
    if (version.status === 'published' && changed.has(key)) {
      after.set(draftKeyOf(version), toDraft(version));
    }
  }
  return after;
};

/**
 * Strapi has no published version without a draft. Where the draft does not come, it is a copy of
 * what is published, and follows it as long as nobody edits it here.
 *
 * @param before what is here
 * @param withoutDraft keys of the published versions that come without their drafts
 */
export const withCopiedDrafts = (
  versions: Versions,
  before: Versions,
  withoutDraft: ReadonlySet<string>
): Versions => {
  const after = new Map(versions);
  for (const key of withoutDraft) {
    const published = versions.get(key);
    const earlier = before.get(key);
    if (
      published &&
      (!earlier || !versions.has(draftKeyOf(published)) || findCopy(before, earlier))
    ) {
      after.set(draftKeyOf(published), toDraft(published));
    }
  }
  return after;
};

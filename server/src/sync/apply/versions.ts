/** What a document is to be, worked out version by version. Pure. */
import type { Change } from './receive';
import { type DocumentVersion, versionKey } from '../../documents';

/** The versions of one document, by {@link versionKey}. */
export type Versions = ReadonlyMap<string, DocumentVersion>;

export const byKey = (versions: DocumentVersion[]): Versions =>
  new Map(versions.map((version) => [versionKey(version), version]));

/** The versions after one change; what changes a version that is not there makes it. */
export const withChange = (versions: Versions, change: Change): Versions => {
  const key = versionKey(change);
  const after = new Map(versions);
  switch (change.kind) {
    case 'create':
    case 'update': {
      const { kind, locale, status, fields } = change;
      const earlier = kind === 'update' ? versions.get(key)?.fields : {};
      return after.set(key, { locale, status, fields: { ...earlier, ...fields } });
    }
    case 'delete':
      after.delete(key);
      return change.deletesDocument ? new Map() : after;
  }
};

/**
 * Of a subscription to published versions, the draft follows what is published.
 * @param changed keys of the versions that are newly written
 */
export const withFollowingDrafts = (versions: Versions, changed: ReadonlySet<string>): Versions => {
  const after = new Map(versions);
  for (const [key, version] of versions) {
    if (version.status === 'published' && changed.has(key)) {
      const draft: DocumentVersion = { ...version, status: 'draft' };
      after.set(versionKey(draft), draft);
    }
  }
  return after;
};

import { groupBy, pick } from 'lodash';

import type { VersionChange } from './diff-versions';
import type { Intent } from './intent';
import { type DocumentVersion, versionKey, withoutFacts } from '../documents';

export type PendingIntent = Pick<Intent, 'locale' | 'status' | 'kind' | 'fields'>;

type VersionUpdate = Pick<VersionChange, 'updateType' | 'data' | 'state'>;

/** The attributes that were written; null: all of them. */
const writtenFields = (intents: PendingIntent[]): string[] | null =>
  intents.some(({ kind, fields }) => kind !== 'update' || fields === null)
    ? null
    : intents.flatMap(({ fields }) => fields ?? []);

/**
 * What to log of one version.
 * @param intents in the order in which they were written, at least one
 */
const mergeVersion = (
  intents: PendingIntent[],
  version: DocumentVersion | undefined
): VersionUpdate | null => {
  const existedBefore = intents[0]?.kind !== 'create';
  if (!version) {
    // One that is gone without an intent to delete it was deleted by what logs that itself.
    return existedBefore && intents.some(({ kind }) => kind === 'delete')
      ? { updateType: 'delete', data: null, state: null }
      : null;
  }
  if (!existedBefore) {
    return { updateType: 'create', data: version.fields, state: version.fields };
  }
  const fields = writtenFields(intents);
  const current = withoutFacts(version.fields);
  const data = fields === null ? current : pick(current, fields);
  return Object.keys(data).length > 0
    ? { updateType: 'update', data, state: version.fields }
    : null;
};

/**
 * The changes that a document's intents stand for, told with the values of now: several writes of
 * one version become one change. Values that are newer than an intent do no harm, since they are
 * read under the document's lock: whatever is logged later is newer still.
 * @param intents in the order in which they were written
 * @param versions of the document, as they are now
 */
export const mergeIntents = (
  intents: PendingIntent[],
  versions: DocumentVersion[]
): VersionChange[] => {
  const byVersion = groupBy(intents, versionKey);
  const now = new Map(versions.map((version) => [versionKey(version), version]));
  // Versions of now first, a draft before what is published; then those that are gone.
  const keys = [...now.keys(), ...Object.keys(byVersion).filter((key) => !now.has(key))];

  const changes = keys.flatMap((key): VersionChange[] => {
    const ofVersion = byVersion[key];
    const [first] = ofVersion ?? [];
    const change = ofVersion && mergeVersion(ofVersion, now.get(key));
    return first && change
      ? [
          {
            ...change,
            locale: first.locale,
            status: first.status,
            createsDocument: false,
            deletesDocument: false,
          },
        ]
      : [];
  });

  const isNew =
    changes.length === versions.length && changes.every((change) => change.updateType === 'create');
  const [first] = changes;
  const last = changes.at(-1);
  if (first && isNew) {
    first.createsDocument = true;
  }
  if (last && versions.length === 0) {
    last.deletesDocument = true;
  }
  return changes;
};

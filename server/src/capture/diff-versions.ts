import { isEqual } from 'lodash';

import { type DocumentVersion, versionKey, withoutFacts } from '../documents';
import type { DocumentFields, UpdateType, VersionStatus } from '../protocol';

/** One changed version of a document, ready to be logged. */
export interface VersionChange {
  updateType: UpdateType;
  locale: string | null;
  status: VersionStatus | null;
  /** create: the whole version; update: the changed fields only; delete: null (Frappe §3.2). */
  data: DocumentFields | null;
  /** The whole version after the change; null on delete. */
  state: DocumentFields | null;
  /** The document had no version before: this row begins it. */
  createsDocument: boolean;
  /** No version is left: on the last row of the deletion. */
  deletesDocument: boolean;
}

const changedFields = (before: DocumentFields, after: DocumentFields): DocumentFields =>
  Object.fromEntries(
    Object.entries(withoutFacts(after)).filter(
      ([name, value]) => !isEqual(value, before[name] ?? null)
    )
  );

/**
 * What a document action did to each version of its document. A version that only got new
 * timestamps has not changed.
 */
export const diffVersions = (
  before: DocumentVersion[],
  after: DocumentVersion[]
): VersionChange[] => {
  const earlier = new Map(before.map((version) => [versionKey(version), version]));
  const changes: VersionChange[] = [];
  const add = (
    { locale, status }: DocumentVersion,
    updateType: UpdateType,
    data: DocumentFields | null,
    state: DocumentFields | null
  ) =>
    changes.push({
      updateType,
      locale,
      status,
      data,
      state,
      createsDocument: before.length === 0 && changes.length === 0,
      deletesDocument: false,
    });

  for (const version of after) {
    const previous = earlier.get(versionKey(version));
    earlier.delete(versionKey(version));
    if (!previous) {
      add(version, 'create', version.fields, version.fields);
    } else {
      const data = changedFields(previous.fields, version.fields);
      if (Object.keys(data).length > 0) {
        add(version, 'update', data, version.fields);
      }
    }
  }
  for (const version of earlier.values()) {
    add(version, 'delete', null, null);
  }
  const last = changes.at(-1);
  if (last && after.length === 0) {
    last.deletesDocument = true;
  }
  return changes;
};

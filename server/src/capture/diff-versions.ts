import { isEqual } from 'lodash';

import { FACTS, type DocumentVersion } from '../documents';
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
}

const keyOf = ({ locale, status }: DocumentVersion) => `${locale ?? ''}/${status ?? ''}`;

const isFact = (name: string) => (FACTS as readonly string[]).includes(name);

const changedFields = (before: DocumentFields, after: DocumentFields): DocumentFields =>
  Object.fromEntries(
    Object.entries(after).filter(
      ([name, value]) => !isFact(name) && !isEqual(value, before[name] ?? null)
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
  const earlier = new Map(before.map((version) => [keyOf(version), version]));
  const changes: VersionChange[] = [];

  for (const version of after) {
    const { locale, status, fields } = version;
    const previous = earlier.get(keyOf(version));
    earlier.delete(keyOf(version));
    if (!previous) {
      changes.push({ updateType: 'create', locale, status, data: fields, state: fields });
    } else {
      const data = changedFields(previous.fields, fields);
      if (Object.keys(data).length > 0) {
        changes.push({ updateType: 'update', locale, status, data, state: fields });
      }
    }
  }
  for (const { locale, status } of earlier.values()) {
    changes.push({ updateType: 'delete', locale, status, data: null, state: null });
  }
  return changes;
};

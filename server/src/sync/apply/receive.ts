/**
 * The step from a producer's content type to this site's. Behind it, fields are those of the local
 * content type; only references still name documents of the producer, until `localize.ts`.
 */
import { assertReceivable } from './receivable';
import type { ApplyContext } from '../apply-context';
import type { ContentTypeSchema, DocumentVersion } from '../../documents';
import type { DocumentFields, StreamEvent, VersionStatus } from '../../protocol';

/** What becomes of one version. */
export type Change = { locale: string | null; status: VersionStatus | null } & (
  | { kind: 'create' | 'update'; fields: DocumentFields }
  /** `deletesDocument`: no version is left. */
  | { kind: 'delete'; deletesDocument: boolean }
);

/**
 * @param schema the content type here
 * @throws ApplyError `schema`
 */
export const receiveVersions = async (
  { strapi }: ApplyContext,
  schema: ContentTypeSchema,
  versions: DocumentVersion[]
): Promise<DocumentVersion[]> => {
  for (const version of versions) {
    await assertReceivable(strapi, schema, version, version.fields);
  }
  return versions;
};

/**
 * @param schema the content type here
 * @throws ApplyError `schema`
 */
export const receiveChanges = async (
  { strapi }: ApplyContext,
  schema: ContentTypeSchema,
  events: StreamEvent[]
): Promise<Change[]> => {
  const changes: Change[] = [];
  for (const { updateType, locale, status, data, deletesDocument } of events) {
    await assertReceivable(strapi, schema, { locale, status }, data);
    changes.push(
      updateType === 'delete'
        ? { kind: updateType, locale, status, deletesDocument }
        : { kind: updateType, locale, status, fields: data ?? {} }
    );
  }
  return changes;
};

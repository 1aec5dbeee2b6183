/**
 * The step from a producer's content type to this site's. Behind it, fields are those of the local
 * content type; only references still name documents of the producer, until `localize.ts`.
 */
import { assertReceivable } from './receivable';
import type { ApplyContext } from '../apply-context';
import type { ContentTypeSchema, DocumentVersion } from '../../documents';
import type { DocumentFields, StreamEvent, VersionStatus } from '../../protocol';

/** What becomes of one version. */
export type Change = { locale: string | null; status: VersionStatus | null } &
  /** `withoutDraft`: of a published version whose draft does not come. */
  (| { kind: 'create' | 'update'; fields: DocumentFields; withoutDraft: boolean }
    /** `deletesDocument`: no version is left. */
    | { kind: 'delete'; deletesDocument: boolean }
    /** It goes on there, and no longer meets the condition. `isLast`: no other version is left here. */
    | { kind: 'leave'; isLast: boolean; withoutDraft: boolean }
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

const toChange = (event: StreamEvent): Change => {
  const { updateType, locale, status, data, leaves, deletesDocument, withoutDraft } = event;
  if (leaves) {
    return { kind: 'leave', locale, status, isLast: deletesDocument, withoutDraft };
  }
  return updateType === 'delete'
    ? { kind: updateType, locale, status, deletesDocument }
    : { kind: updateType, locale, status, fields: data ?? {}, withoutDraft };
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
  for (const event of events) {
    await assertReceivable(strapi, schema, event, event.data);
    changes.push(toChange(event));
  }
  return changes;
};

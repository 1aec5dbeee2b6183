/** Which local document a remote one is, or is to become (DESIGN §8, identity). */
import { type ApplyContext, subscriptionTo, usesSameId } from '../apply-context';
import { type DocumentLink, findRemotes } from '../document-links';
import { ApplyError, type RemoteReference } from '../failures';
import {
  type ContentTypeSchema,
  type DocumentVersion,
  createDocumentId,
  documentExists,
  readVersions,
} from '../../documents';
import type { DocumentFields } from '../../protocol';

/** What a remote document is here, or is to become. */
export interface LocalDocument {
  schema: ContentTypeSchema;
  /** The id it has or is to have. */
  documentId: string;
  /** `adopted`: it was here by itself, and is taken over now. */
  state: 'absent' | 'present' | 'adopted';
  /** As they are before anything is written. */
  versions: DocumentVersion[];
}

const findDocumentIds = async (
  { strapi }: ApplyContext,
  contentType: string,
  where: object
): Promise<string[]> => {
  const rows = await strapi.db
    .queryBuilder(contentType)
    .init({ where, select: ['id', 'documentId'], orderBy: { id: 'asc' } })
    .execute<{ documentId: string }[]>();
  return [...new Set(rows.map(({ documentId }) => documentId))];
};

/** The local document with the same natural key that is not yet another one's counterpart. */
const findAdoptable = async (
  context: ApplyContext,
  { uid }: ContentTypeSchema,
  { contentType }: RemoteReference,
  contents: DocumentFields[]
): Promise<string | null> => {
  const { strapi, producer } = context;
  const adopt = subscriptionTo(context, contentType)?.adopt;
  const values = adopt
    ? contents
        .map((fields) => fields[adopt])
        .filter((value) => value !== null && value !== undefined && value !== '')
    : [];
  if (!adopt || values.length === 0) {
    return null;
  }
  const candidates: string[] = [];
  for (const id of await findDocumentIds(context, uid, { [adopt]: { $in: values } })) {
    if ((await findRemotes(strapi, producer.siteId, uid, id)).length === 0) {
      candidates.push(id);
    }
  }
  if (candidates.length > 1) {
    throw new ApplyError(
      'validation',
      `Several documents of ${uid} have ${adopt} ${JSON.stringify(values[0])}, so none can be adopted. ` +
        'Make the field unique among them, then resync.'
    );
  }
  return candidates[0] ?? null;
};

/**
 * @param schema the content type here
 * @param contents what its versions are to be, by which a local document may be adopted
 * @throws ApplyError `validation` when several could be
 */
export const findLocal = async (
  context: ApplyContext,
  schema: ContentTypeSchema,
  remote: RemoteReference,
  link: DocumentLink | null,
  contents: DocumentFields[]
): Promise<LocalDocument> => {
  const { strapi } = context;
  const found = async (state: LocalDocument['state'], documentId: string) => ({
    schema,
    documentId,
    state,
    versions: state === 'absent' ? [] : await readVersions(strapi, schema.uid, documentId),
  });
  const sameId = usesSameId(context, remote.contentType) ? remote.documentId : null;
  // What it became by another mapping is nothing that this content fits into.
  const linked = link?.localContentType === schema.uid ? link.localDocumentId : null;
  const known = linked ?? sameId;
  if (known !== null && (await documentExists(strapi, schema.uid, known))) {
    return found('present', known);
  }
  if (schema.kind === 'singleType') {
    // There is one document of a single type, whatever its id.
    const [single] = await findDocumentIds(context, schema.uid, {});
    if (single !== undefined) {
      return found('present', single);
    }
  }
  const adopted =
    linked !== null || link?.state === 'deleted'
      ? null
      : await findAdoptable(context, schema, remote, contents);
  return adopted === null
    ? found('absent', known ?? createDocumentId())
    : found('adopted', adopted);
};

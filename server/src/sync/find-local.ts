/** Which local document a remote one is, or is to become (DESIGN §8, identity). */
import { type ApplyContext, subscriptionTo, usesSameId } from './apply-context';
import { type DocumentLink, isLinked } from './document-links';
import { ApplyError, type RemoteReference } from './failures';
import {
  type ContentTypeSchema,
  type DocumentVersion,
  createDocumentId,
  documentExists,
} from '../documents';

export interface LocalDocument {
  /** The id it has or is to have. */
  documentId: string;
  exists: boolean;
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
  versions: DocumentVersion[]
): Promise<string | null> => {
  const adopt = subscriptionTo(context, uid)?.adopt;
  const values = adopt
    ? versions
        .map(({ fields }) => fields[adopt])
        .filter((value) => value !== null && value !== undefined && value !== '')
    : [];
  if (!adopt || values.length === 0) {
    return null;
  }
  const candidates: string[] = [];
  for (const id of await findDocumentIds(context, uid, { [adopt]: { $in: values } })) {
    if (!(await isLinked(context.strapi, context.producer.siteId, uid, id))) {
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

/** @param versions what it is to be, by which a local document may be adopted */
export const findLocal = async (
  context: ApplyContext,
  schema: ContentTypeSchema,
  reference: RemoteReference,
  link: DocumentLink | null,
  versions: DocumentVersion[]
): Promise<LocalDocument> => {
  const { strapi } = context;
  const sameId = usesSameId(context, schema.uid) ? reference.documentId : null;
  const known = link?.localDocumentId ?? sameId;
  if (known !== null && (await documentExists(strapi, schema.uid, known))) {
    return { documentId: known, exists: true };
  }
  // There is one document of a single type, whatever its id.
  const [single] =
    schema.kind === 'singleType' ? await findDocumentIds(context, schema.uid, {}) : [];
  const adopted = single ?? (link ? null : await findAdoptable(context, schema, versions));
  return adopted !== null && adopted !== undefined
    ? { documentId: adopted, exists: true }
    : { documentId: known ?? createDocumentId(), exists: false };
};

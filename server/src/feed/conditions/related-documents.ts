/** What a filter asks of documents that others refer to: their present fields. */
import { groupBy } from 'lodash';

import type { Core } from '@strapi/strapi';

import { type DocumentVersion, findSchema, hasDraftAndPublish, isLocalized } from '../../documents';
import {
  type DocumentFields,
  type JsonValue,
  type Reference,
  type VersionStatus,
  isFields,
  isReference,
} from '../../protocol';

type Path = readonly string[];
type Visit = (reference: JsonValue) => JsonValue;

/** Replaces what is at the end of a path, in every component and target on the way. */
const visitPath = (value: JsonValue, path: Path, visit: Visit): JsonValue => {
  if (Array.isArray(value)) {
    const visited = value.map((item) => visitPath(item, path, visit));
    return path.length === 0 ? visited.filter((item) => item !== null) : visited;
  }
  const [name, ...rest] = path;
  if (name === undefined) {
    return visit(value);
  }
  return isFields(value) && Object.hasOwn(value, name)
    ? { ...value, [name]: visitPath(value[name] ?? null, rest, visit) }
    : value;
};

/** The version that a reference means, of a document whose own version has this status. */
const findVersion = (
  strapi: Core.Strapi,
  reference: Reference,
  ownStatus: VersionStatus | null,
  versions: DocumentVersion[]
): DocumentVersion | undefined => {
  const schema = findSchema(strapi, reference.contentType);
  const status = schema && hasDraftAndPublish(schema) ? (reference.status ?? ownStatus) : null;
  return versions.find(
    (version) =>
      (status === null || version.status === status) &&
      (!schema || !isLocalized(schema) || version.locale === (reference.locale ?? version.locale))
  );
};

export interface RelatedDocument {
  doc: DocumentFields;
  status: VersionStatus | null;
}

/** Reads documents of a content type, by documentId, as far as they may be looked into. */
export type ReadTargets = (
  contentType: string,
  documentIds: string[]
) => Promise<ReadonlyMap<string, DocumentVersion[]>>;

/**
 * Puts the present fields of targets into the references to them, and null where there is none.
 * However many the documents are, each content type of targets is read once for each path.
 *
 * @param paths to relations and media, through components and other targets
 */
export const withRelatedFields = async (
  strapi: Core.Strapi,
  documents: RelatedDocument[],
  paths: readonly Path[],
  readTargets: ReadTargets
): Promise<DocumentFields[]> => {
  let docs = documents.map(({ doc }) => doc);

  for (const path of [...paths].sort((a, b) => a.length - b.length)) {
    const references: Reference[] = [];
    docs.forEach((doc) =>
      visitPath(doc, path, (value) => {
        if (isReference(value)) {
          references.push(value);
        }
        return value;
      })
    );
    const targets = new Map<string, DocumentVersion[]>();
    for (const [uid, group] of Object.entries(groupBy(references, 'contentType'))) {
      const ids = [...new Set(group.map(({ documentId }) => documentId))];
      for (const [id, versions] of await readTargets(uid, ids)) {
        targets.set(`${uid}/${id}`, versions);
      }
    }
    docs = docs.map((doc, index) =>
      visitPath(doc, path, (value) => {
        if (!isReference(value)) {
          return value;
        }
        const versions = targets.get(`${value.contentType}/${value.documentId}`) ?? [];
        const status = documents[index]?.status ?? null;
        const target = findVersion(strapi, value, status, versions);
        return target ? { ...target.fields, ...value } : null;
      })
    ) as DocumentFields[];
  }
  return docs;
};

import type { Core, UID } from '@strapi/strapi';

import { FACTS } from './read-document';
import type { DocumentFields } from '../protocol';

/**
 * What the plugin uses of the document service, for a content type known only at run time: the
 * service's own types are made for uids known at compile time.
 */
interface DocumentService {
  create(params: { data: Record<string, unknown> }): Promise<{ documentId: string }>;
  update(params: { documentId: string; data: Record<string, unknown> }): Promise<object | null>;
  delete(params: { documentId: string }): Promise<{ entries: object[] }>;
}

const documents = (strapi: Core.Strapi, uid: string) =>
  strapi.documents(uid as UID.ContentType) as unknown as DocumentService;

const withoutFacts = (fields: DocumentFields): DocumentFields =>
  Object.fromEntries(
    Object.entries(fields).filter(([name]) => !(FACTS as readonly string[]).includes(name))
  );

export const documentExists = async (
  strapi: Core.Strapi,
  uid: string,
  documentId: string
): Promise<boolean> =>
  (await strapi.db
    .queryBuilder(uid)
    .init({ where: { documentId }, select: ['id'] })
    .first()
    .execute()) !== null;

/** A document with what conditions of permissions ask for: all its fields and its creator. */
export const readEntity = (strapi: Core.Strapi, uid: string, documentId: string): Promise<object> =>
  strapi.db.query(uid).findOne({
    where: { documentId },
    populate: { createdBy: { populate: { roles: true } } },
  }) as Promise<object>;

/**
 * Creates a document as an editor would, keeping when it was created.
 * @param authorId id of the admin user shown as its author
 * @param documentId the id to give it; null: Strapi makes one
 * @returns the new document's id
 */
export const createDocument = async (
  strapi: Core.Strapi,
  uid: string,
  fields: DocumentFields,
  authorId: number,
  documentId: string | null
): Promise<string> => {
  const created = await documents(strapi, uid).create({
    data: {
      ...withoutFacts(fields),
      ...(fields.createdAt ? { createdAt: fields.createdAt } : {}),
      ...(documentId ? { documentId } : {}),
      createdBy: authorId,
      updatedBy: authorId,
    },
  });
  return created.documentId;
};

/** Changes the given fields of an existing document. */
export const updateDocument = async (
  strapi: Core.Strapi,
  uid: string,
  documentId: string,
  fields: DocumentFields,
  authorId: number
): Promise<void> => {
  await documents(strapi, uid).update({
    documentId,
    data: { ...withoutFacts(fields), updatedBy: authorId },
  });
};

/** Deletes a document; one that is not there any more is fine. */
export const deleteDocument = async (
  strapi: Core.Strapi,
  uid: string,
  documentId: string
): Promise<void> => {
  await documents(strapi, uid).delete({ documentId });
};

import type { Knex } from 'knex';

import type { Schemas } from '../schemas';
import type { Handle, Status, Template, VersionReference } from './operation';

export interface KnownVersion {
  rowId: number;
  locale: string | null;
  status: Status | null;
}

export interface KnownDocument {
  handle: Handle;
  uid: string;
  documentId: string;
  versions: KnownVersion[];
}

export const FILE = 'plugin::upload.file';

/** An operation names a document that is not there (any more): possible in a shortened list. */
export class UnknownDocument extends Error {}

/**
 * The documents that are on the site, so that an operation can be chosen that fits. They are read
 * from the database after each operation: what an operation does is Strapi's to decide.
 */
export interface KnownDocuments {
  documents(uid: string): KnownDocument[];
  /** Reads these types again; new documents get the given handles, or the next free ones. */
  refresh(uids: readonly string[], handles?: readonly Handle[]): Promise<Handle[]>;
  refreshAll(): Promise<void>;
  /** The template with ids in place of handles. */
  resolve(template: Template): unknown;
}

interface DocumentRow {
  id: number;
  document_id: string;
  locale: string | null;
  published_at: unknown;
}

export const createKnownDocuments = (db: Knex, schemas: Schemas): KnownDocuments => {
  const present = new Map<string, KnownDocument[]>();
  const handles = new Map<string, Handle>();
  const documentIds = new Map<Handle, string>();
  const counters = new Map<string, number>();

  const tableOf = (uid: string) => (uid === FILE ? 'files' : schemas.get(uid).table);

  const nextHandle = (uid: string): Handle => {
    const number = (counters.get(uid) ?? 0) + 1;
    counters.set(uid, number);
    const handle = `${uid}#${number}`;
    return documentIds.has(handle) ? nextHandle(uid) : handle;
  };

  const versionOf = (uid: string, row: DocumentRow): KnownVersion => {
    const model = uid === FILE ? null : schemas.get(uid);
    return {
      rowId: row.id,
      locale: model?.localized ? row.locale : null,
      status: model?.draftAndPublish ? (row.published_at === null ? 'draft' : 'published') : null,
    };
  };

  const find = (handle: Handle): KnownDocument => {
    const uid = handle.slice(0, handle.lastIndexOf('#'));
    const found = present.get(uid)?.find((document) => document.handle === handle);
    if (!found) throw new UnknownDocument(`${handle} is not there.`);
    return found;
  };

  const rowId = ({ handle, locale, status }: VersionReference): number => {
    const version = find(handle).versions.find(
      (each) => each.locale === locale && each.status === status
    );
    if (!version) throw new UnknownDocument(`${handle} has no version ${locale} ${status}.`);
    return version.rowId;
  };

  const resolve = (template: Template): unknown => {
    if (template === null || typeof template !== 'object') return template;
    if (Array.isArray(template)) return template.map(resolve);
    if ('$documentId' in template) {
      const handle = template.$documentId as Handle;
      const id = documentIds.get(handle);
      if (!id) throw new UnknownDocument(`${handle} has never been there.`);
      return id;
    }
    if ('$rowId' in template) return rowId(template.$rowId as unknown as VersionReference);
    return Object.fromEntries(
      Object.entries(template).map(([name, value]) => [name, resolve(value)])
    );
  };

  const known: KnownDocuments = {
    documents: (uid) => present.get(uid) ?? [],
    resolve,
    async refreshAll() {
      await known.refresh([...present.keys()]);
    },
    async refresh(uids, given = []) {
      const wanted = [...given];
      const made: Handle[] = [];
      for (const uid of uids) {
        const rows = await db<DocumentRow>(tableOf(uid)).orderBy('id');
        const documents = new Map<string, KnownDocument>();
        for (const row of rows) {
          const documentId = row.document_id;
          let handle = handles.get(documentId);
          if (!handle) {
            const match = wanted.findIndex((each) => each.startsWith(`${uid}#`));
            handle = match >= 0 ? wanted.splice(match, 1)[0] : nextHandle(uid);
            handles.set(documentId, handle);
            documentIds.set(handle, documentId);
            made.push(handle);
          }
          const document = documents.get(documentId) ?? { handle, uid, documentId, versions: [] };
          documents.set(documentId, document);
          document.versions.push(versionOf(uid, row));
        }
        present.set(uid, [...documents.values()]);
      }
      return made;
    },
  };
  return known;
};

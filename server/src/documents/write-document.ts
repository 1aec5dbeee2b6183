/**
 * Writing one whole document until it is as wanted. Strapi's document service does it, as for an
 * editor; what it cannot reproduce is then set in the row itself (docs/decisions/0004).
 */
import { randomBytes } from 'node:crypto';

import { isEqual, pickBy } from 'lodash';

import type { Core, UID } from '@strapi/strapi';

import { takeApart } from './large-lists';
import { readVersions } from './read-document';
import { mapReferences } from './references';
import { toRowData, toServiceData, toStepData } from './service-data';
import { type ContentTypeSchema, findSchema, streamableAttributes } from './streamability';
import { type DocumentVersion, versionKey, withoutFacts } from './version';
import { findRow } from './version-row';
import type { DocumentFields } from '../protocol';

interface WriteParams {
  documentId: string;
  locale?: string;
}

/**
 * What the plugin uses of the document service, for a content type known only at run time: the
 * service's own types are made for uids known at compile time.
 */
interface DocumentService {
  create(params: { data: Record<string, unknown>; locale?: string }): Promise<unknown>;
  update(params: WriteParams & { data: Record<string, unknown> }): Promise<object | null>;
  delete(params: WriteParams): Promise<unknown>;
  publish(params: WriteParams): Promise<unknown>;
  unpublish(params: WriteParams): Promise<unknown>;
  updateComponents(entry: { id: number }, data: Record<string, unknown>): Promise<object>;
  omitComponentData(data: Record<string, unknown>): object;
}

const documents = (strapi: Core.Strapi, uid: string) =>
  strapi.documents(uid as UID.ContentType) as unknown as DocumentService;

const ID_LENGTH = 24;
const ID_CHARACTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** An id of the form that Strapi gives: letters and digits, a letter first. */
export const createDocumentId = (): string =>
  Array.from(randomBytes(ID_LENGTH), (byte, index) =>
    ID_CHARACTERS.charAt(byte % (index === 0 ? 26 : ID_CHARACTERS.length))
  ).join('');

/** A document as it is to be, in this site's ids. */
export interface WantedDocument {
  contentType: string;
  documentId: string;
  versions: DocumentVersion[];
  /** Nobody published it: a published version that is there is changed in its row. */
  isRelinked?: boolean;
  /** The admin user shown as its author. */
  authorId: number;
}

const sameContent = (a: DocumentFields | undefined, b: DocumentFields | undefined): boolean =>
  a !== undefined && b !== undefined && isEqual(withoutFacts(a), withoutFacts(b));

/** The wanted values that differ from those that are there. */
const difference = (wanted: DocumentFields, present: DocumentFields | undefined): DocumentFields =>
  pickBy(
    withoutFacts(wanted),
    (value, name) => present === undefined || !isEqual(value, present[name] ?? null)
  );

const byKey = (versions: DocumentVersion[]): Map<string, DocumentFields> =>
  new Map(versions.map((version) => [versionKey(version), version.fields]));

const localesOf = (...lists: DocumentVersion[][]): (string | null)[] => [
  ...new Set(lists.flat().map(({ locale }) => locale)),
];

/** Writes one document; every step is what an editor could have done. */
class Writer {
  private readonly service: DocumentService;

  constructor(
    private readonly strapi: Core.Strapi,
    private readonly schema: ContentTypeSchema,
    private readonly wanted: WantedDocument,
    private exists: boolean
  ) {
    this.service = documents(strapi, schema.uid);
  }

  private at(locale: string | null): WriteParams {
    return { documentId: this.wanted.documentId, ...(locale === null ? {} : { locale }) };
  }

  /** A document cannot be created with a reference to itself; {@link settle} sets it. */
  private withoutSelf(fields: DocumentFields): DocumentFields {
    const { contentType, documentId } = this.wanted;
    return mapReferences(this.strapi, this.schema, fields, (reference) =>
      reference.contentType === contentType && reference.documentId === documentId
        ? null
        : reference
    );
  }

  /** Creates or changes the draft, or the only version of a type without Draft & Publish. */
  async write(locale: string | null, fields: DocumentFields, present: DocumentFields | undefined) {
    const changes = difference(fields, present);
    if (present && Object.keys(changes).length === 0) {
      return;
    }
    const possible = this.exists ? changes : this.withoutSelf(changes);
    const { fields: first, steps } = takeApart(
      streamableAttributes(this.strapi, this.schema),
      possible,
      present
    );
    const data = {
      ...(await toServiceData(this.strapi, this.schema, first, locale)),
      updatedBy: this.wanted.authorId,
      ...(present
        ? {}
        : {
            createdBy: this.wanted.authorId,
            ...(fields.createdAt ? { createdAt: fields.createdAt } : {}),
          }),
    };
    if (this.exists) {
      await this.service.update({ ...this.at(locale), data });
    } else {
      await this.service.create({
        data: { ...data, documentId: this.wanted.documentId },
        ...(locale === null ? {} : { locale }),
      });
      this.exists = true;
    }
    for (const step of steps) {
      const changed = await toStepData(this.strapi, this.schema, step, locale);
      await this.service.update({ ...this.at(locale), data: changed });
    }
  }

  async publish(locale: string | null) {
    await this.service.publish(this.at(locale));
  }

  async unpublish(locale: string | null) {
    await this.service.unpublish(this.at(locale));
  }

  async remove(locale: string | null) {
    await this.service.delete(this.at(locale));
  }
}

/** One locale of a type with Draft & Publish. */
const writeLocale = async (
  writer: Writer,
  locale: string | null,
  before: Map<string, DocumentFields>,
  wanted: Map<string, DocumentFields>,
  isRelinked: boolean
): Promise<void> => {
  const draftKey = versionKey({ locale, status: 'draft' });
  const publishedKey = versionKey({ locale, status: 'published' });
  const published = wanted.get(publishedKey);
  const wasPublished = before.get(publishedKey);
  // A published version without a draft is nothing that the document service can leave behind.
  const draft = wanted.get(draftKey) ?? published;
  let present = before.get(draftKey);

  if (!draft) {
    if (present ?? wasPublished) {
      await writer.remove(locale);
    }
    return;
  }
  if (!published && wasPublished) {
    await writer.unpublish(locale);
  }
  if (published && !sameContent(published, wasPublished)) {
    // A published version that is there already, beside a draft that differs, is set in its row.
    if (!wasPublished || (!isRelinked && sameContent(draft, published))) {
      await writer.write(locale, published, present);
      await writer.publish(locale);
      present = published;
    }
  }
  await writer.write(locale, draft, present);
};

/** Sets values in one version's row, as Strapi itself does when a relation's other side changes. */
const writeRow = async (
  strapi: Core.Strapi,
  schema: ContentTypeSchema,
  documentId: string,
  { fields, ...version }: DocumentVersion,
  present: DocumentFields
): Promise<void> => {
  const changes = difference(fields, present);
  const row = await findRow(strapi, schema.uid, documentId, version);
  if (!row || Object.keys(changes).length === 0) {
    return;
  }
  const service = documents(strapi, schema.uid);
  const data = await toRowData(strapi, schema, changes, present, version);
  const components = await service.updateComponents(row, data);
  await strapi.db.query(schema.uid).update({
    where: { id: row.id },
    data: { ...service.omitComponentData(data), ...components },
  });
};

/**
 * Strapi copies fields between locales, and links a published version as it finds its targets.
 * Where the outcome is not what is wanted, the rows are set right.
 */
const settle = async (
  strapi: Core.Strapi,
  schema: ContentTypeSchema,
  documentId: string,
  wanted: DocumentVersion[]
): Promise<void> => {
  const present = byKey(await readVersions(strapi, schema.uid, documentId));
  for (const version of wanted) {
    const fields = present.get(versionKey(version));
    if (fields && !sameContent(fields, version.fields)) {
      await writeRow(strapi, schema, documentId, version, fields);
    }
  }
};

/**
 * Makes a document equal to what is wanted, version by version; one without versions is deleted.
 *
 * @param before its versions as they are now, none if it does not exist
 * @throws whatever Strapi throws when it does not accept the content
 */
export const writeDocument = async (
  strapi: Core.Strapi,
  wanted: WantedDocument,
  before: DocumentVersion[]
): Promise<void> => {
  const schema = findSchema(strapi, wanted.contentType);
  if (!schema) {
    throw new Error(`There is no content type ${wanted.contentType}.`);
  }
  if (wanted.versions.length === 0) {
    await deleteDocument(strapi, wanted.contentType, wanted.documentId);
    return;
  }
  const writer = new Writer(strapi, schema, wanted, before.length > 0);
  const present = byKey(before);
  const target = byKey(wanted.versions);
  // New versions first: a document must not lose its last version on the way.
  const locales = localesOf(wanted.versions, before);

  for (const locale of locales) {
    if (schema.options?.draftAndPublish) {
      await writeLocale(writer, locale, present, target, wanted.isRelinked ?? false);
    } else {
      const key = versionKey({ locale, status: null });
      const fields = target.get(key);
      if (fields) {
        await writer.write(locale, fields, present.get(key));
      } else {
        await writer.remove(locale);
      }
    }
  }
  await settle(strapi, schema, wanted.documentId, wanted.versions);
};

/** Deletes a document in all its versions; one that is not there any more is fine. */
export const deleteDocument = async (
  strapi: Core.Strapi,
  uid: string,
  documentId: string
): Promise<void> => {
  await documents(strapi, uid).delete({ documentId, locale: '*' });
};

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

/** Reading whole documents: every version, with components, relations and media. */
import type { Core } from '@strapi/strapi';

import { type DigestMode, lockFileVersions, readFileDocuments } from './files';
import { uniqueReferences } from './references';
import {
  FILE,
  type Schema,
  type StreamableAttribute,
  findComponent,
  findSchema,
  hasDraftAndPublish,
  isLocalized,
  streamableAttributes,
} from './streamability';
import { inTransaction, tableOf } from '../platform';
import type { DocumentFields, JsonValue, VersionStatus } from '../protocol';

/** One version of a document: a locale × status. Types with neither have one version. */
export interface DocumentVersion {
  locale: string | null;
  status: VersionStatus | null;
  /** Whole-version form (docs/protocol.md), with `createdAt` and `updatedAt` as facts. */
  fields: DocumentFields;
}

/** Names a version among those of its document. */
export const versionKey = ({ locale, status }: Omit<DocumentVersion, 'fields'>): string =>
  `${locale ?? ''}/${status ?? ''}`;

/** Facts go along with a version, but a change of one of these alone is no change. */
export const FACTS = ['createdAt', 'updatedAt', 'publishedAt'] as const;

export const withoutFacts = (fields: DocumentFields): DocumentFields =>
  Object.fromEntries(
    Object.entries(fields).filter(([name]) => !(FACTS as readonly string[]).includes(name))
  );

type Row = Record<string, unknown>;
type Populate = Record<string, unknown>;

/** What the populate of a relation needs: enough to name the target, no more. */
const referenceTo = (strapi: Core.Strapi, target: string): Populate => ({
  select: ['id', 'documentId', 'locale', 'publishedAt'].filter(
    (name) => name === 'id' || strapi.db.metadata.get(target).attributes[name]
  ),
});

const populateOf = (strapi: Core.Strapi, schema: Schema): Populate =>
  Object.fromEntries(
    streamableAttributes(strapi, schema).flatMap((attribute): [string, unknown][] => {
      const { name } = attribute;
      switch (attribute.kind) {
        case 'scalar':
          return [];
        case 'relation':
          return [[name, attribute.target === null ? true : referenceTo(strapi, attribute.target)]];
        case 'media':
          return [[name, referenceTo(strapi, FILE)]];
        case 'component': {
          const component = findComponent(strapi, attribute.component);
          return component ? [[name, { populate: populateOf(strapi, component) }]] : [];
        }
        case 'dynamiczone':
          return [
            [
              name,
              {
                on: Object.fromEntries(
                  attribute.components.flatMap((uid) => {
                    const component = findComponent(strapi, uid);
                    return component ? [[uid, { populate: populateOf(strapi, component) }]] : [];
                  })
                ),
              },
            ],
          ];
      }
    })
  );

const toJsonValue = (value: unknown): JsonValue =>
  value instanceof Date ? value.toISOString() : ((value ?? null) as JsonValue);

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null;

const statusOf = (row: Row): VersionStatus =>
  row.publishedAt === null || row.publishedAt === undefined ? 'draft' : 'published';

/** null for what cannot be named to another site. */
const toReference = (
  strapi: Core.Strapi,
  target: string | null,
  row: unknown,
  withStatus: boolean
): JsonValue => {
  if (!isRow(row)) {
    return null;
  }
  const contentType = target ?? (row.__type as string | undefined) ?? '';
  const schema = findSchema(strapi, contentType);
  if (!schema || typeof row.documentId !== 'string') {
    return null;
  }
  return {
    contentType,
    documentId: row.documentId,
    ...(isLocalized(schema) && typeof row.locale === 'string' ? { locale: row.locale } : {}),
    ...(withStatus && hasDraftAndPublish(schema) ? { status: statusOf(row) } : {}),
  };
};

const toReferences = (
  strapi: Core.Strapi,
  target: string | null,
  value: unknown,
  many: boolean,
  withStatus: boolean
): JsonValue => {
  const rows: unknown[] = Array.isArray(value) ? value : value ? [value] : [];
  const references = uniqueReferences(
    rows
      .map((row) => toReference(strapi, target, row, withStatus))
      .filter((reference) => reference !== null)
  );
  return many ? references : (references[0] ?? null);
};

const toComponent = (
  strapi: Core.Strapi,
  uid: string,
  value: unknown,
  isInZone: boolean,
  hasStatus: boolean
) => {
  const schema = findComponent(strapi, uid);
  if (!schema || !isRow(value)) {
    return null;
  }
  return {
    ...(isInZone ? { __component: uid } : {}),
    ...toFields(strapi, schema, value, hasStatus),
  };
};

const toValue = (
  strapi: Core.Strapi,
  attribute: StreamableAttribute,
  value: unknown,
  hasStatus: boolean
): JsonValue => {
  switch (attribute.kind) {
    case 'scalar':
      return toJsonValue(value);
    case 'relation':
      return toReferences(
        strapi,
        attribute.target,
        value,
        attribute.many,
        // Of a relation to one, Strapi links draft and published version, and reads the first.
        attribute.byRow || (attribute.many && !hasStatus)
      );
    case 'media':
      return toReferences(strapi, FILE, value, attribute.many, false);
    case 'component':
      return attribute.repeatable
        ? (Array.isArray(value) ? value : []).map((row) =>
            toComponent(strapi, attribute.component, row, false, hasStatus)
          )
        : toComponent(strapi, attribute.component, value, false, hasStatus);
    case 'dynamiczone':
      return (Array.isArray(value) ? value : []).map((row) =>
        toComponent(strapi, String((row as Row).__component), row, true, hasStatus)
      );
  }
};

/**
 * @param hasStatus the document has Draft & Publish: its versions refer to those of the same status
 */
const toFields = (
  strapi: Core.Strapi,
  schema: Schema,
  row: Row,
  hasStatus: boolean
): DocumentFields =>
  Object.fromEntries(
    streamableAttributes(strapi, schema).map((attribute) => [
      attribute.name,
      toValue(strapi, attribute, row[attribute.name], hasStatus),
    ])
  );

const toVersion = (strapi: Core.Strapi, schema: Schema, row: Row): DocumentVersion => {
  return {
    locale: isLocalized(schema) ? ((row.locale as string | null) ?? null) : null,
    status: hasDraftAndPublish(schema) ? statusOf(row) : null,
    fields: {
      ...toFields(strapi, schema, row, hasDraftAndPublish(schema)),
      createdAt: toJsonValue(row.createdAt),
      updatedAt: toJsonValue(row.updatedAt),
    },
  };
};

type RowFilter =
  | { documentId: string }
  | { documentId: { $in: string[] } }
  | { id: { $in: number[] } };

// The query builder, not `db.query`: reading for the log must not set off find lifecycles.
const build = (strapi: Core.Strapi, uid: string, params: object) =>
  strapi.db.queryBuilder(uid).init(params);

/** The ids of a document's rows, one for each version. */
export const findRowIds = async (
  strapi: Core.Strapi,
  uid: string,
  documentId: string
): Promise<number[]> => {
  const rows = await build(strapi, uid, {
    where: { documentId },
    select: ['id'],
    orderBy: { id: 'asc' },
  }).execute<{ id: number }[]>();
  return rows.map(({ id }) => id);
};

/** A draft comes before its published version: whoever applies them in order can publish it. */
const inOrder = (a: DocumentVersion, b: DocumentVersion): number =>
  (a.locale ?? '').localeCompare(b.locale ?? '') || (a.status === 'draft' ? -1 : 1);

const scalarNames = (strapi: Core.Strapi, schema: Schema): string[] =>
  streamableAttributes(strapi, schema)
    .filter(({ kind }) => kind === 'scalar')
    .map(({ name }) => name);

/** Strapi populates a `morphToOne` from columns that an explicit select must name. */
const morphColumns = (strapi: Core.Strapi, schema: Schema): string[] =>
  streamableAttributes(strapi, schema).flatMap(({ name }) => {
    const { morphColumn } = strapi.db.metadata.get(schema.uid).attributes[name] as unknown as {
      morphColumn?: { idColumn: { name: string }; typeColumn: { name: string } };
    };
    return morphColumn ? [morphColumn.idColumn.name, morphColumn.typeColumn.name] : [];
  });

/**
 * The number of queries depends on the content type's relations and components, not on how many
 * versions or documents are read.
 */
const readRows = async (strapi: Core.Strapi, schema: Schema, where: RowFilter): Promise<Row[]> =>
  build(strapi, schema.uid, {
    where,
    select: [
      'id',
      'documentId',
      'locale',
      ...FACTS,
      ...scalarNames(strapi, schema),
      ...morphColumns(strapi, schema),
    ],
    populate: populateOf(strapi, schema),
    orderBy: { id: 'asc' },
  }).execute<Row[]>();

/**
 * All versions of each document as they are, by documentId; none of one that does not exist.
 * @param digests of files: `computed` reads their bytes, and is not for transactions
 */
export const readDocumentVersions = async (
  strapi: Core.Strapi,
  uid: string,
  documentIds: string[],
  digests: DigestMode = 'deferred'
): Promise<Map<string, DocumentVersion[]>> => {
  if (uid === FILE) {
    return readFileDocuments(strapi, documentIds, digests);
  }
  const documents = new Map<string, DocumentVersion[]>(documentIds.map((id) => [id, []]));
  const schema = findSchema(strapi, uid);
  if (schema && documentIds.length > 0) {
    for (const row of await readRows(strapi, schema, { documentId: { $in: documentIds } })) {
      documents.get(row.documentId as string)?.push(toVersion(strapi, schema, row));
    }
  }
  documents.forEach((versions) => versions.sort(inOrder));
  return documents;
};

/** All versions of one document as they are; none when it does not exist. */
export const readVersions = async (
  strapi: Core.Strapi,
  uid: string,
  documentId: string
): Promise<DocumentVersion[]> =>
  (await readDocumentVersions(strapi, uid, [documentId])).get(documentId) ?? [];

/**
 * On PostgreSQL, FOR UPDATE would keep others from referring to the row, since a foreign key takes
 * FOR KEY SHARE on it: two editors, one on each side of a relation, would end in a deadlock that
 * is not there without the plugin. FOR NO KEY UPDATE is what an UPDATE of the row takes itself.
 */
const lockForForeignKeys = async (
  strapi: Core.Strapi,
  uid: string,
  ids: number[]
): Promise<boolean> => {
  if (strapi.db.dialect.client !== 'postgres') {
    return false;
  }
  await inTransaction(strapi, ({ trx }) =>
    tableOf(strapi, uid, trx).whereIn('id', ids).orderBy('id').select('id').forNoKeyUpdate()
  );
  return true;
};

/**
 * Locks rows until the ambient transaction ends, and reads them. So what is read is what the write
 * that follows starts from: without the lock, two writers at once would each compare with a state
 * that the other has already replaced, and a change could go unlogged. A locking read sees the
 * newest committed rows also under MariaDB's REPEATABLE READ; it goes by primary key, since by the
 * index on `document_id` it would lock gaps there and two writers could deadlock (decision 0002).
 * Relations and components are read after it, plainly.
 */
export const lockVersions = async (
  strapi: Core.Strapi,
  uid: string,
  ids: number[]
): Promise<DocumentVersion[]> => {
  if (uid === FILE) {
    return lockFileVersions(strapi, ids);
  }
  const schema = findSchema(strapi, uid);
  if (!schema || ids.length === 0) {
    return [];
  }
  const populate = populateOf(strapi, schema);
  const scalars = build(strapi, uid, {
    where: { id: { $in: ids } },
    select: ['id', 'documentId', 'locale', ...FACTS, ...scalarNames(strapi, schema)],
    orderBy: { id: 'asc' },
  });
  const isLockedBefore = await lockForForeignKeys(strapi, uid, ids);
  const locked = await (isLockedBefore ? scalars : scalars.forUpdate()).execute<Row[]>();
  if (Object.keys(populate).length === 0 || locked.length === 0) {
    return locked.map((row) => toVersion(strapi, schema, row)).sort(inOrder);
  }
  const related = await build(strapi, uid, {
    where: { id: { $in: ids } },
    select: ['id', ...morphColumns(strapi, schema)],
    populate,
  }).execute<Row[]>();
  const relations = new Map(related.map((row) => [row.id, row]));
  return locked
    .map((row) => toVersion(strapi, schema, { ...relations.get(row.id), ...row }))
    .sort(inOrder);
};

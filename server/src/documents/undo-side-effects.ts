/**
 * What a document from another site refers to is told by its own events alone. Writing one document,
 * Strapi also changes what others refer to, in two ways:
 * - publishing it, Strapi links it to published versions of documents whose drafts refer to it at
 *   that moment, in the place that it has in the draft. On a consumer those drafts can be older than
 *   on the producer, and the links or their places wrong;
 * - giving it a target that only one document may refer to, Strapi takes the target from the
 *   document that had it. On the producer, Strapi may not have done so: a clone shares the target.
 */
import type { Core } from '@strapi/strapi';

import { type OwningAttribute, getReferenceGraph } from './reference-graph';
import { findSchema, hasDraftAndPublish } from './streamability';
import { inChunks, inTransaction, tableOf } from '../platform';
import { type DocumentFields, isReference } from '../protocol';

/** Whether a document comes from another site, by whose events it is changed. */
export type IsFollowed = (contentType: string, documentId: string) => Promise<boolean>;

/**
 * Relations that Strapi keeps in step from both sides, of documents with published versions; those
 * within one content type also without another side.
 */
const attributesTo = (strapi: Core.Strapi, uid: string): OwningAttribute[] =>
  getReferenceGraph(strapi).attributes.filter(({ owner, target, inversedBy, links }) => {
    const schema = findSchema(strapi, owner);
    return (
      target === uid &&
      (inversedBy !== null || owner === uid) &&
      schema !== null &&
      hasDraftAndPublish(schema) &&
      links.table !== strapi.db.metadata.get(owner).tableName
    );
  });

interface Link {
  attribute: OwningAttribute;
  owner: number;
  target: number;
  /** Its place among the owner's targets; null: there is no order. */
  position: number | null;
  /** Names the link whatever row the published version has at the time. */
  key: string;
}

const readLinks = (
  strapi: Core.Strapi,
  uid: string,
  documentId: string,
  attributes: OwningAttribute[]
): Promise<Link[]> =>
  inTransaction(strapi, async ({ trx }) => {
    if (attributes.length === 0) {
      return [];
    }
    const rows: { id: number; locale: string | null }[] = await tableOf(strapi, uid, trx)
      .where({ document_id: documentId })
      .whereNotNull('published_at')
      .select('id', 'locale');
    const locales = new Map(rows.map(({ id, locale }) => [Number(id), locale ?? '']));
    const found: Link[] = [];
    for (const attribute of rows.length > 0 ? attributes : []) {
      const { table, ownerColumn, targetColumn, orderColumn, filter } = attribute.links;
      const links = await strapi.db
        .getConnection(table)
        .transacting(trx)
        .where(filter)
        .whereIn(targetColumn, [...locales.keys()])
        .select<{ owner: number; target: number; position?: number | null }[]>({
          owner: ownerColumn,
          target: targetColumn,
          ...(orderColumn ? { position: orderColumn } : {}),
        });
      for (const { owner, target, position } of links) {
        const name = `${attribute.owner}.${attribute.name}`;
        found.push({
          attribute,
          owner: Number(owner),
          target: Number(target),
          position: position ?? null,
          key: `${name}/${owner}/${locales.get(Number(target))}`,
        });
      }
    }
    return found;
  });

/** @param earlier the link as it was before the write; undefined: it was not there */
const restoreLink = (
  strapi: Core.Strapi,
  { attribute, owner, target }: Link,
  earlier: Link | undefined
): Promise<unknown> =>
  inTransaction(strapi, ({ trx }) => {
    const { table, ownerColumn, targetColumn, orderColumn, filter } = attribute.links;
    const rows = strapi.db
      .getConnection(table)
      .transacting(trx)
      .where({ ...filter, [ownerColumn]: owner, [targetColumn]: target });
    return earlier && orderColumn
      ? rows.update({ [orderColumn]: earlier.position })
      : rows.delete();
  });

const findDocumentId = async (
  strapi: Core.Strapi,
  uid: string,
  rowId: number
): Promise<string | null> => {
  const row = await strapi.db
    .queryBuilder(uid)
    .init({ where: { id: rowId }, select: ['documentId'] })
    .first()
    .execute<{ documentId: string } | null>();
  return row?.documentId ?? null;
};

/** Relations of the document whose targets have one owner each. */
const exclusiveAttributesOf = (strapi: Core.Strapi, uid: string): OwningAttribute[] =>
  getReferenceGraph(strapi).attributes.filter(
    ({ owner, isExclusive, links }) =>
      owner === uid && isExclusive && links.table !== strapi.db.metadata.get(owner).tableName
  );

/** A row of a join table as it is stored. */
type LinkRow = Record<string, unknown>;

interface Holding {
  attribute: OwningAttribute;
  row: LinkRow;
}

const linkRows = (strapi: Core.Strapi, { links }: OwningAttribute, targets: readonly number[]) =>
  inTransaction(strapi, async ({ trx }): Promise<LinkRow[]> => {
    return inChunks(targets, (part) =>
      strapi.db
        .getConnection(links.table)
        .transacting(trx)
        .where(links.filter)
        .whereIn(links.targetColumn, part)
        .select<LinkRow[]>('*')
    );
  });

/** Who refers to the targets that the document is to have. */
const readHoldings = async (
  strapi: Core.Strapi,
  { contentType, versions }: WrittenDocument
): Promise<Holding[]> => {
  const holdings: Holding[] = [];
  for (const attribute of exclusiveAttributesOf(strapi, contentType)) {
    const { name, target } = attribute;
    const documentIds = versions
      .map(({ fields }) => fields[name])
      .filter(isReference)
      .map(({ documentId }) => documentId);
    if (documentIds.length > 0 && target !== null) {
      const rows = await strapi.db
        .queryBuilder(target)
        .init({ where: { documentId: { $in: documentIds } }, select: ['id'] })
        .execute<{ id: number }[]>();
      const found = await linkRows(
        strapi,
        attribute,
        rows.map(({ id }) => id)
      );
      holdings.push(...found.map((row) => ({ attribute, row })));
    }
  }
  return holdings;
};

/** Puts back what the write has taken from documents that come from another site. */
const returnTargets = async (
  strapi: Core.Strapi,
  { contentType, documentId }: WrittenDocument,
  held: readonly Holding[],
  isFollowed: IsFollowed
): Promise<void> => {
  for (const { attribute, row } of held) {
    const { table, ownerColumn, targetColumn } = attribute.links;
    const [owner, target] = [Number(row[ownerColumn]), Number(row[targetColumn])];
    const present = await linkRows(strapi, attribute, [target]);
    const isTaken = !present.some((link) => Number(link[ownerColumn]) === owner);
    const holder = isTaken ? await findDocumentId(strapi, contentType, owner) : null;
    if (
      holder !== null &&
      holder !== documentId &&
      (await exists(strapi, attribute, target)) &&
      (await isFollowed(contentType, holder))
    ) {
      await inTransaction(strapi, ({ trx }) =>
        strapi.db.getConnection(table).transacting(trx).insert(row)
      );
    }
  }
};

const exists = async (
  strapi: Core.Strapi,
  { target }: OwningAttribute,
  rowId: number
): Promise<boolean> => target !== null && (await findDocumentId(strapi, target, rowId)) !== null;

export interface WrittenDocument {
  contentType: string;
  documentId: string;
  versions: readonly { fields: DocumentFields }[];
}

/** Runs a write of one document, in the ambient transaction, without those side effects. */
export const withoutSideEffects = async (
  strapi: Core.Strapi,
  document: WrittenDocument,
  isFollowed: IsFollowed,
  write: () => Promise<void>
): Promise<void> => {
  const { contentType, documentId } = document;
  const attributes = attributesTo(strapi, contentType);
  const before = await readLinks(strapi, contentType, documentId, attributes);
  const held = await readHoldings(strapi, document);
  await write();
  await returnTargets(strapi, document, held, isFollowed);
  const known = new Map(before.map((link) => [link.key, link]));
  const changed = (await readLinks(strapi, contentType, documentId, attributes)).filter(
    ({ key, position }) => known.get(key)?.position !== position
  );
  for (const link of changed) {
    const { owner } = link.attribute;
    const holder = await findDocumentId(strapi, owner, link.owner);
    const isOwn = owner === contentType && holder === documentId;
    if (holder !== null && !isOwn && (await isFollowed(owner, holder))) {
      await restoreLink(strapi, link, known.get(link.key));
    }
  }
};

/**
 * Publishing a document, Strapi links it to published versions of other documents whose drafts
 * refer to it at that moment. On a consumer those drafts can be older than on the producer, and the
 * links wrong. What documents from another site refer to is told by their own events alone.
 */
import type { Core } from '@strapi/strapi';

import { type OwningAttribute, getReferenceGraph } from './reference-graph';
import { findSchema, hasDraftAndPublish } from './streamability';
import { inTransaction, tableOf } from '../platform';

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
    const rows: { id: number; locale: string | null }[] = await tableOf(strapi, uid, trx)
      .where({ document_id: documentId })
      .whereNotNull('published_at')
      .select('id', 'locale');
    const locales = new Map(rows.map(({ id, locale }) => [Number(id), locale ?? '']));
    const found: Link[] = [];
    for (const attribute of rows.length > 0 ? attributes : []) {
      const { table, ownerColumn, targetColumn, filter } = attribute.links;
      const links = await strapi.db
        .getConnection(table)
        .transacting(trx)
        .where(filter)
        .whereIn(targetColumn, [...locales.keys()])
        .select<{ owner: number; target: number }[]>({
          owner: ownerColumn,
          target: targetColumn,
        });
      for (const { owner, target } of links) {
        const name = `${attribute.owner}.${attribute.name}`;
        found.push({
          attribute,
          owner: Number(owner),
          target: Number(target),
          key: `${name}/${owner}/${locales.get(Number(target))}`,
        });
      }
    }
    return found;
  });

const removeLink = (strapi: Core.Strapi, { attribute, owner, target }: Link): Promise<unknown> =>
  inTransaction(strapi, ({ trx }) => {
    const { table, ownerColumn, targetColumn, filter } = attribute.links;
    return strapi.db
      .getConnection(table)
      .transacting(trx)
      .where({ ...filter, [ownerColumn]: owner, [targetColumn]: target })
      .delete();
  });

/** Runs a write of one document, in the ambient transaction, without that side effect. */
export const withoutSideEffects = async (
  strapi: Core.Strapi,
  uid: string,
  documentId: string,
  isFollowed: IsFollowed,
  write: () => Promise<void>
): Promise<void> => {
  const attributes = attributesTo(strapi, uid);
  if (attributes.length === 0) {
    await write();
    return;
  }
  const before = await readLinks(strapi, uid, documentId, attributes);
  await write();
  const known = new Set(before.map(({ key }) => key));
  const added = (await readLinks(strapi, uid, documentId, attributes)).filter(
    ({ key }) => !known.has(key)
  );
  for (const link of added) {
    const { owner } = link.attribute;
    const row = await strapi.db
      .queryBuilder(owner)
      .init({ where: { id: link.owner }, select: ['documentId'] })
      .first()
      .execute<{ documentId: string } | null>();
    const isOwn = owner === uid && row?.documentId === documentId;
    if (row && !isOwn && (await isFollowed(owner, row.documentId))) {
      await removeLink(strapi, link);
    }
  }
};

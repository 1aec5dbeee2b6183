import type { Core } from '@strapi/strapi';

import { lockFileVersions } from './files';
import { FILE, findSchema } from './streamability';
import { type DocumentVersion, inOrder } from './version';
import { type Row, toVersion } from './version-form';
import { columnsOf, morphColumns, populateOf, queryRows } from './version-query';
import { inTransaction, tableOf } from '../platform';

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
  const scalars = queryRows(strapi, uid, {
    where: { id: { $in: ids } },
    select: columnsOf(strapi, schema),
    orderBy: { id: 'asc' },
  });
  const isLockedBefore = await lockForForeignKeys(strapi, uid, ids);
  const locked = await (isLockedBefore ? scalars : scalars.forUpdate()).execute<Row[]>();
  if (Object.keys(populate).length === 0 || locked.length === 0) {
    return locked.map((row) => toVersion(strapi, schema, row)).sort(inOrder);
  }
  const related = await queryRows(strapi, uid, {
    where: { id: { $in: ids } },
    select: ['id', ...morphColumns(strapi, schema)],
    populate,
  }).execute<Row[]>();
  const relations = new Map(related.map((row) => [row.id, row]));
  return locked
    .map((row) => toVersion(strapi, schema, { ...relations.get(row.id), ...row }))
    .sort(inOrder);
};

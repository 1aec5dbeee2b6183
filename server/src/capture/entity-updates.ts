import type { Core } from '@strapi/strapi';

import { isCovered } from './capture-scope';
import { type EntityWrite, type EntityWriteContext, isData, warnOfMismatch } from './entity-write';
import { type Intent, toIntent } from './intent';
import { IDENTITY, type VersionRow, selectVersions, selectVersionsIn } from './version-rows';
import { findSchema, streamableAttributes } from '../documents';
import { inTransaction } from '../platform';

/** The attributes that data writes and that travel. */
const travellingKeys = (strapi: Core.Strapi, uid: string, data: unknown): string[] => {
  const schema = findSchema(strapi, uid);
  return schema && isData(data)
    ? streamableAttributes(strapi, schema)
        .map(({ name }) => name)
        .filter((name) => name in data)
    : [];
};

/** Intents of rows that were updated; one that became another version was deleted and created. */
const updateIntents = async (
  strapi: Core.Strapi,
  uid: string,
  before: VersionRow[],
  data: unknown,
  action: string
): Promise<Intent[]> => {
  const fields = travellingKeys(strapi, uid, data);
  const canMove = isData(data) && IDENTITY.some((name) => name in data);
  const ids = before.map(({ id }) => id);
  const after = canMove ? await selectVersionsIn(strapi, uid, 'id', ids) : before;
  const earlier = new Map(before.map((row) => [row.id, row]));

  return after.flatMap((row) => {
    const old = earlier.get(row.id) ?? row;
    const isSame =
      old.documentId === row.documentId && old.locale === row.locale && old.status === row.status;
    if (!isSame) {
      return [
        toIntent(uid, old, 'delete', null, action),
        toIntent(uid, row, 'create', null, action),
      ];
    }
    return fields.length > 0 ? [toIntent(uid, row, 'update', fields, action)] : [];
  });
};

/** The row as it was before; as it is now, when a lifecycle has led the write to another one. */
const findWritten = async (
  strapi: Core.Strapi,
  uid: string,
  found: VersionRow[],
  id: number
): Promise<VersionRow[]> => {
  const known = found.filter((row) => row.id === id);
  return known.length > 0 ? known : selectVersionsIn(strapi, uid, 'id', [id]);
};

export const captureUpdate = async <T>(
  { strapi, recordIntents }: EntityWriteContext,
  { uid, params, run }: EntityWrite<T>
): Promise<T> => {
  if (!params.where) {
    return run(params);
  }
  const found = await selectVersions(strapi, uid, { where: params.where });
  if (found.length > 0 && found.every(({ documentId }) => isCovered(uid, documentId))) {
    return run(params);
  }
  return inTransaction(strapi, async () => {
    const result = await run(params);
    if (isData(result)) {
      // The first of the rows found is written; which one, the result tells if it was asked for.
      const { id } = result;
      const rows = id === undefined ? found : await findWritten(strapi, uid, found, id as number);
      await recordIntents(await updateIntents(strapi, uid, rows, params.data, 'query.update'));
    }
    return result;
  });
};

export const captureUpdateMany = <T>(
  { strapi, recordIntents }: EntityWriteContext,
  { uid, params, run }: EntityWrite<T>
): Promise<T> =>
  inTransaction(strapi, async () => {
    const found = await selectVersions(strapi, uid, { where: params.where });
    const result = await run(params);
    warnOfMismatch(strapi, uid, found, result);
    await recordIntents(await updateIntents(strapi, uid, found, params.data, 'query.updateMany'));
    return result;
  });

/**
 * Writes of captured types that pass the document service by: each is done in one transaction with
 * the intents that tell of it. What the write was told, its `params`, is looked at after it, since
 * lifecycles may have changed them.
 */
import type { Core } from '@strapi/strapi';

import { areLinksWatched, isCovered } from './capture-scope';
import { type Intent, type RecordIntents, toIntent } from './intent';
import { watchLinks } from './link-watch';
import {
  IDENTITY,
  type VersionRow,
  identityOf,
  lockRows,
  selectVersions,
  selectVersionsIn,
} from './version-rows';
import { type CapturePlan, findSchema, streamableAttributes } from '../documents';
import { inTransaction } from '../platform';

type Data = Record<string, unknown>;

export interface QueryParams {
  where?: unknown;
  filters?: unknown;
  _q?: string;
  data?: unknown;
}

/** One write: the type, what it was told, and how to do it. */
export interface EntityWrite<T> {
  uid: string;
  params: QueryParams;
  run(params: QueryParams): Promise<T>;
}

export interface EntityWriteContext {
  strapi: Core.Strapi;
  plan: CapturePlan;
  recordIntents: RecordIntents;
}

const isData = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const newDocumentId = (strapi: Core.Strapi, uid: string): string => {
  const { documentId } = strapi.db.metadata.get(uid).attributes as unknown as {
    documentId: { default(): string };
  };
  return documentId.default();
};

/** Strapi gives new rows their documentId where nobody sees it: here it is given before. */
const withDocumentId = (strapi: Core.Strapi, uid: string, data: Data): Data => ({
  ...data,
  documentId: data.documentId ?? newDocumentId(strapi, uid),
});

const travellingKeys = (strapi: Core.Strapi, uid: string, data: unknown): string[] => {
  const schema = findSchema(strapi, uid);
  return schema && isData(data)
    ? streamableAttributes(strapi, schema)
        .map(({ name }) => name)
        .filter((name) => name in data)
    : [];
};

export const captureCreate = <T>(
  { strapi, recordIntents }: EntityWriteContext,
  { uid, params, run }: EntityWrite<T>
): Promise<T> => {
  const { data } = params;
  if (!isData(data)) {
    return run(params);
  }
  const own = { ...params, data: withDocumentId(strapi, uid, data) };
  return inTransaction(strapi, async () => {
    const result = await run(own);
    const identity = identityOf(strapi, uid, own.data);
    await recordIntents(identity ? [toIntent(uid, identity, 'create', null, 'query.create')] : []);
    return result;
  });
};

export const captureCreateMany = <T>(
  { strapi, recordIntents }: EntityWriteContext,
  { uid, params, run }: EntityWrite<T>
): Promise<T> => {
  const data: unknown = params.data;
  if (!Array.isArray(data) || !data.every(isData)) {
    return run(params);
  }
  const own = { ...params, data: data.map((row) => withDocumentId(strapi, uid, row)) };
  return inTransaction(strapi, async () => {
    const result = await run(own);
    const identities = own.data.flatMap((row) => identityOf(strapi, uid, row) ?? []);
    await recordIntents(
      identities.map((identity) => toIntent(uid, identity, 'create', null, 'query.createMany'))
    );
    return result;
  });
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
      const rows =
        id === undefined ? found : await selectVersionsOfUpdate(strapi, uid, found, id as number);
      await recordIntents(await updateIntents(strapi, uid, rows, params.data, 'query.update'));
    }
    return result;
  });
};

/** The row as it was before; as it is now, when a lifecycle has led the write to another one. */
const selectVersionsOfUpdate = async (
  strapi: Core.Strapi,
  uid: string,
  found: VersionRow[],
  id: number
): Promise<VersionRow[]> => {
  const known = found.filter((row) => row.id === id);
  return known.length > 0 ? known : selectVersionsIn(strapi, uid, 'id', [id]);
};

const warnOfMismatch = (
  strapi: Core.Strapi,
  uid: string,
  found: VersionRow[],
  result: unknown
): void => {
  const { count } = result as { count?: unknown };
  if (typeof count === 'number' && count > found.length) {
    strapi.log.warn(
      `event-streaming: ${count} rows of ${uid} were written at once, of which ${found.length} were ` +
        'there before; the changes of the others are not streamed. Compare the sites.'
    );
  }
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

/** Deletes of captured types, and of those that captured types refer to. */
export const captureDelete = async <T>(
  { strapi, plan, recordIntents }: EntityWriteContext,
  { uid, params, run }: EntityWrite<T>,
  action: 'query.delete' | 'query.deleteMany'
): Promise<T> => {
  const { where } = params;
  const isOne = action === 'query.delete';
  // Before the transaction: a plain read within it would fix what it sees, before it has the lock.
  const found =
    isOne && !where ? [] : await selectVersions(strapi, uid, isOne ? { where } : params);
  const others = found.filter(
    ({ documentId }) => !isCovered(uid, documentId) && !areLinksWatched(uid, documentId)
  );
  if (others.length === 0) {
    return run(params);
  }
  return inTransaction(strapi, async ({ trx }) => {
    const attributes = plan.referencesTo(uid);
    await lockRows(
      strapi,
      uid,
      others.map(({ id }) => id)
    );
    const finish = await watchLinks(strapi, trx, plan, {
      contentType: uid,
      documentIds: [...new Set(others.map(({ documentId }) => documentId))],
      attributes,
      owners: null,
    });
    const result = await run(params);
    if (!isOne) {
      warnOfMismatch(strapi, uid, found, result);
    }
    const deletedId = isOne ? (result as { id?: unknown } | null)?.id : undefined;
    const deleted = isOne ? others.filter(({ id }) => id === deletedId) : others;
    await recordIntents([
      ...(plan.isCaptured(uid)
        ? deleted.map((row) => toIntent(uid, row, 'delete', null, action))
        : []),
      ...(await finish()),
    ]);
    return result;
  });
};

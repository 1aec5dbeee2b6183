import type { Core } from '@strapi/strapi';

import { type Data, type EntityWrite, type EntityWriteContext, isData } from './entity-write';
import { toIntent } from './intent';
import { identityOf } from './version-rows';
import { inTransaction } from '../platform';

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

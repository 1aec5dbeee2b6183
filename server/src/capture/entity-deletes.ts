import { pick } from 'lodash';

import { areLinksWatched, isCovered } from './capture-scope';
import { type EntityWrite, type EntityWriteContext, isData, warnOfMismatch } from './entity-write';
import { toIntent } from './intent';
import { watchLinks } from './link-watch';
import { lockRows, selectVersions } from './version-rows';
import { inTransaction } from '../platform';

/** Deletes of captured types, and of those that captured types refer to. */
export const captureDelete = async <T>(
  { strapi, plan, recordIntents }: EntityWriteContext,
  { uid, params, run }: EntityWrite<T>,
  action: 'query.delete' | 'query.deleteMany'
): Promise<T> => {
  const isOne = action === 'query.delete';
  if (isOne && !params.where) {
    return run(params);
  }
  // Before the transaction: a plain read within it would fix what it sees, before it has the lock.
  // Strapi deletes by these and ignores the rest, such as a limit.
  const filter = pick(params, isOne ? ['where'] : ['where', 'filters', '_q']);
  const found = await selectVersions(strapi, uid, filter);
  const attributes = plan.referencesTo(uid);
  const watched =
    attributes.length === 0 ? [] : found.filter((row) => !areLinksWatched(uid, row.documentId));
  const logged = plan.isCaptured(uid) ? found.filter((row) => !isCovered(uid, row.documentId)) : [];
  if (watched.length === 0 && logged.length === 0) {
    return run(params);
  }
  return inTransaction(strapi, async ({ trx }) => {
    await lockRows(
      strapi,
      uid,
      watched.map(({ id }) => id)
    );
    const finish = await watchLinks(strapi, trx, plan, {
      contentType: uid,
      documentIds: [...new Set(watched.map(({ documentId }) => documentId))],
      attributes,
      owners: null,
    });
    const result = await run(params);
    if (!isOne) {
      warnOfMismatch(strapi, uid, found, result);
    }
    // Of several rows found, `delete` takes the first; which one that was, its result tells.
    const deletedId = isOne && isData(result) ? result.id : undefined;
    const deleted = isOne ? logged.filter(({ id }) => id === deletedId) : logged;
    await recordIntents([
      ...deleted.map((row) => toIntent(uid, row, 'delete', null, action)),
      ...(await finish()),
    ]);
    return result;
  });
};

import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';

import { areLinksWatched, mayWatchLinks } from './capture-scope';
import type { Intent, RecordIntents } from './intent';
import { type Watched, watchLinks } from './link-watch';
import { type SharedRelation, sharedRelationsIn } from './shared-relations';
import { selectVersionsIn } from './version-rows';
import type { CapturePlan, OwningAttribute } from '../documents';

type Id = number | string;

const idsIn = (value: unknown): Id[] => {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.flatMap((item) => {
    const id = typeof item === 'object' && item !== null ? (item as { id?: unknown }).id : item;
    return typeof id === 'number' || typeof id === 'string' ? [id] : [];
  });
};

/** The row ids that data for a relation names, in any of the forms that Strapi's database takes. */
const namedIn = (value: unknown): { ids: Id[]; isPartial: boolean } => {
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && !('id' in value)) {
    const { set, connect, disconnect } = value as Record<string, unknown>;
    return {
      ids: [set, connect, disconnect].flatMap(idsIn),
      isPartial: set === undefined,
    };
  }
  return { ids: idsIn(value), isPartial: false };
};

const documentsOf = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  uid: string,
  ids: Id[]
): Promise<string[]> => {
  const versions = await selectVersionsIn(strapi, uid, 'id', ids, trx);
  return [...new Set(versions.map(({ documentId }) => documentId))];
};

/** What writing one shared relation of a row can change. */
const watchedBy = async (
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  plan: CapturePlan,
  uid: string,
  id: Id,
  shared: SharedRelation,
  value: unknown
): Promise<Watched | null> => {
  const wanted = (attribute: OwningAttribute) =>
    plan.referencesTo(attribute.target ?? uid).includes(attribute);
  const named = namedIn(value);

  if (shared.side === 'exclusive') {
    const { attribute, target } = shared;
    return wanted(attribute) && named.ids.length > 0
      ? {
          contentType: target,
          documentIds: await documentsOf(strapi, trx, target, named.ids),
          attributes: [attribute],
          owners: null,
        }
      : null;
  }
  const attributes =
    shared.side === 'files' ? shared.attributes.filter(wanted) : [shared.attribute].filter(wanted);
  if (attributes.length === 0) {
    return null;
  }
  const documentIds = await documentsOf(strapi, trx, uid, [id]);
  // The action around it compares all references to the document, once for all its writes.
  const isDone = mayWatchLinks(uid) && documentIds.some((one) => areLinksWatched(uid, one));
  const touchesOnlyNamed = shared.side === 'inverse' && named.isPartial && !shared.takesFromOthers;
  return isDone
    ? null
    : {
        contentType: uid,
        documentIds,
        attributes,
        // Not all the articles of an author when one is added.
        owners: touchesOnlyNamed ? named.ids.map(Number) : null,
      };
};

/** Whether writing this data can change documents of captured types other than its own. */
export const touchesOthers = (
  strapi: Core.Strapi,
  plan: CapturePlan,
  uid: string,
  data: unknown
): boolean =>
  sharedRelationsIn(strapi, uid, data).some(([, shared]) =>
    (shared.side === 'files' ? shared.attributes : [shared.attribute]).some((attribute) =>
      plan.referencesTo(attribute.target ?? uid).includes(attribute)
    )
  );

/** Runs a write of a row's relations, and records what it changed in other documents. */
export const captureRelationWrite = async <T>(
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  plan: CapturePlan,
  recordIntents: RecordIntents,
  { uid, id, data }: { uid: string; id: Id; data: Record<string, unknown> },
  write: () => Promise<T>
): Promise<T> => {
  const finishers: (() => Promise<Intent[]>)[] = [];
  for (const [name, shared] of sharedRelationsIn(strapi, uid, data)) {
    const watched = await watchedBy(strapi, trx, plan, uid, id, shared, data[name]);
    if (watched) {
      finishers.push(await watchLinks(strapi, trx, plan, watched));
    }
  }
  const result = await write();
  for (const finish of finishers) {
    await recordIntents(await finish(), trx);
  }
  return result;
};

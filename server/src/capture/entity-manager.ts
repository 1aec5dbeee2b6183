/**
 * The way into every write of `strapi.db.query`, which plugins and the code of a site use beside the
 * document service. Lifecycles would not do: for `updateMany` and `deleteMany` they tell no ids, and
 * outside a transaction they run when the row is already committed (decision 0005).
 */
import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';

import { captureCreate, captureCreateMany } from './entity-creates';
import { captureDelete } from './entity-deletes';
import { captureUpdate, captureUpdateMany } from './entity-updates';
import type { EntityWrite, EntityWriteContext } from './entity-write';
import type { RecordIntents } from './intent';
import { captureRelationWrite, touchesOthers } from './relation-writes';
import { sharedRelationsIn } from './shared-relations';
import { type CapturePlan, findSchema } from '../documents';
import { inTransaction } from '../platform';

type EntityManager = Core.Strapi['db']['entityManager'];
type RelationWrite = EntityManager['attachRelations'];
type Params = Parameters<EntityManager['create']>[1];
type Capture = <T>(context: EntityWriteContext, write: EntityWrite<T>) => Promise<T>;

export interface EntityCaptureOptions {
  strapi: Core.Strapi;
  /** What to capture now; `trx` when a transaction is open that is not the ambient one. */
  getPlan(trx?: Knex.Transaction): CapturePlan | Promise<CapturePlan>;
  recordIntents: RecordIntents;
}

const OWN = 'plugin::event-streaming.';

/**
 * Puts capture around the write methods of Strapi's entity manager, for as long as it lives. Call it
 * once the tables exist. A write of a type that is neither captured nor referred to by one that is
 * goes straight through, without a query.
 */
export const captureEntityWrites = ({
  strapi,
  getPlan,
  recordIntents,
}: EntityCaptureOptions): void => {
  const manager = strapi.db.entityManager;
  const isContent = (uid: string) => !uid.startsWith(OWN) && findSchema(strapi, uid) !== null;

  const around =
    <T>(
      method: (uid: string, params: Params) => Promise<T>,
      capture: Capture,
      isWanted: (plan: CapturePlan, uid: string) => boolean
    ) =>
    async (uid: string, params: Params): Promise<T> => {
      const run = (own: Params) => method.call(manager, uid, own);
      // Components change with their documents; the rest are tables of Strapi's own.
      const plan = isContent(uid) ? await getPlan() : null;
      if (plan && isWanted(plan, uid)) {
        return capture({ strapi, plan, recordIntents }, { uid, params: params ?? {}, run });
      }
      // Strapi writes relations in a transaction of its own, after the row: what they change in
      // other documents must commit with them.
      const data: unknown = params?.data;
      return plan && touchesOthers(strapi, plan, uid, data)
        ? inTransaction(strapi, () => run(params))
        : run(params);
    };

  const isCaptured = (plan: CapturePlan, uid: string) => plan.isCaptured(uid);
  const canBeMissed = (plan: CapturePlan, uid: string) =>
    plan.isCaptured(uid) || plan.isReferenced(uid);

  manager.create = around(manager.create, captureCreate, isCaptured);
  manager.createMany = around(manager.createMany, captureCreateMany, isCaptured);
  manager.update = around(manager.update, captureUpdate, isCaptured);
  manager.updateMany = around(manager.updateMany, captureUpdateMany, isCaptured);
  manager.delete = around(
    manager.delete,
    (context, write) => captureDelete(context, write, 'query.delete'),
    canBeMissed
  );
  manager.deleteMany = around(
    manager.deleteMany,
    (context, write) => captureDelete(context, write, 'query.deleteMany'),
    canBeMissed
  );

  const aroundRelations =
    (method: RelationWrite): RelationWrite =>
    async (uid, id, data: Record<string, unknown>, options) => {
      const run = (): Promise<unknown> => method.call(manager, uid, id, data, options);
      if (sharedRelationsIn(strapi, uid, data).length === 0) {
        return run();
      }
      const isAmbient = strapi.db.inTransaction();
      const own = isAmbient ? undefined : options?.transaction;
      const plan = await getPlan(own);
      if (!touchesOthers(strapi, plan, uid, data)) {
        return run();
      }
      const capture = (trx: Knex.Transaction) =>
        captureRelationWrite(strapi, trx, plan, recordIntents, { uid, id, data }, run);
      return own ? capture(own) : inTransaction(strapi, ({ trx }) => capture(trx));
    };

  manager.attachRelations = aroundRelations(manager.attachRelations);
  manager.updateRelations = aroundRelations(manager.updateRelations);
};

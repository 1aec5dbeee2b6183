import { errors } from '@strapi/utils';
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

import { type SyncLogs, resyncBody } from '../../protocol';
import { getService } from '../../services';
import { SYNC_LOG, type SyncLogRow, UNSETTLED, toSyncLog, toSyncLogWithVersions } from '../../sync';
import { type ListOptions, findIds, findPage } from '../find-page';
import { bodyOf, idOf } from '../params';
import { validate } from '../validate';

const LIST: ListOptions = {
  uid: SYNC_LOG,
  fields: {
    id: 'documentId',
    status: 'syncStatus',
    updateType: 'updateType',
    action: 'action',
    contentType: 'contentType',
    documentId: 'sourceDocumentId',
    locale: 'sourceLocale',
    versionStatus: 'sourceStatus',
    localDocumentId: 'localDocumentId',
    producer: { name: 'producerName', url: 'producerUrl' },
    eventId: 'eventId',
    sequence: 'sequence',
    error: 'error',
    cause: 'cause',
    attempts: 'attempts',
    occurredAt: 'occurredAt',
    syncedAt: 'syncedAt',
    createdAt: 'createdAt',
  },
  search: [
    'contentType',
    'sourceDocumentId',
    'localDocumentId',
    'eventId',
    'error',
    'data',
    'versions',
  ],
  defaultSort: 'id:desc',
  populate: { producer: { fields: ['documentId', 'name', 'url'] } },
};

/** A log by its own id, or the newest of a remote document by the document's. */
const whereId = (id: string) => ({ $or: [{ documentId: id }, { sourceDocumentId: id }] });

export const createSyncLogsController = ({ strapi }: { strapi: Core.Strapi }) => {
  const requireLog = async (id: string): Promise<SyncLogRow> => {
    const row = (await strapi.db.query(SYNC_LOG).findOne({
      where: whereId(id),
      orderBy: { id: 'desc' },
      populate: { producer: true },
    })) as SyncLogRow | null;
    if (!row) {
      throw new errors.NotFoundError('There is no such sync log.');
    }
    return row;
  };

  return {
    async find(ctx: Context): Promise<void> {
      const { rows, pagination } = await findPage<SyncLogRow>(strapi, LIST, ctx.query);
      const body: SyncLogs.ListResponse = { data: rows.map(toSyncLog), meta: { pagination } };
      ctx.body = body;
    },

    async findOne(ctx: Context): Promise<void> {
      const body: SyncLogs.Response = { data: toSyncLogWithVersions(await requireLog(idOf(ctx))) };
      ctx.body = body;
    },

    async resync(ctx: Context): Promise<void> {
      const log = await requireLog(idOf(ctx));
      if (!UNSETTLED.includes(log.syncStatus)) {
        throw new errors.ValidationError(
          `There is nothing to resync: this event is ${log.syncStatus}.`
        );
      }
      await getService(strapi, 'producers').resync([log.documentId]);
      const body: SyncLogs.Response = {
        data: toSyncLogWithVersions(await requireLog(log.documentId)),
      };
      ctx.body = body;
    },

    async resyncMany(ctx: Context): Promise<void> {
      const input = validate(resyncBody, bodyOf(ctx));
      const ids =
        'ids' in input
          ? input.ids
          : await findIds(strapi, LIST, input.filters, { syncStatus: { $in: [...UNSETTLED] } });
      const body: SyncLogs.ResyncResponse = {
        data: await getService(strapi, 'producers').resync(ids),
      };
      ctx.body = body;
    },
  };
};

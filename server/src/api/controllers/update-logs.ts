import { errors } from '@strapi/utils';
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

import { UPDATE_LOG, type UpdateLogRow, readDeliveries, toUpdateLog } from '../../feed';
import type { UpdateLogs } from '../../protocol';
import { type ListOptions, findPage } from '../find-page';
import { idOf } from '../params';

const LIST: ListOptions = {
  uid: UPDATE_LOG,
  fields: {
    id: 'documentId',
    eventId: 'eventId',
    sequence: 'sequence',
    transactionId: 'transactionId',
    updateType: 'updateType',
    action: 'action',
    contentType: 'contentType',
    documentId: 'sourceDocumentId',
    locale: 'sourceLocale',
    status: 'sourceStatus',
    origin: 'origin',
    actor: 'actor',
    occurredAt: 'occurredAt',
  },
  search: ['contentType', 'sourceDocumentId', 'eventId', 'data'],
  defaultSort: 'id:desc',
};

export const createUpdateLogsController = ({ strapi }: { strapi: Core.Strapi }) => ({
  async find(ctx: Context): Promise<void> {
    const { rows, pagination } = await findPage<UpdateLogRow>(strapi, LIST, ctx.query);
    const body: UpdateLogs.ListResponse = { data: rows.map(toUpdateLog), meta: { pagination } };
    ctx.body = body;
  },

  async findOne(ctx: Context): Promise<void> {
    const id = idOf(ctx);
    const row = (await strapi.db.query(UPDATE_LOG).findOne({
      where: { $or: [{ documentId: id }, { sourceDocumentId: id }] },
      orderBy: { id: 'desc' },
    })) as UpdateLogRow | null;
    if (!row) {
      throw new errors.NotFoundError('There is no such update log.');
    }
    const body: UpdateLogs.Response = {
      data: { ...toUpdateLog(row), consumers: await readDeliveries(strapi, row.eventId) },
    };
    ctx.body = body;
  },
});

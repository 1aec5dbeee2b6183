import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

import { CONSUMER, type ConsumerRow, toConsumer } from '../../feed';
import { type Consumers, updateConsumerBody } from '../../protocol';
import { getService } from '../../services';
import { type ListOptions, findPage } from '../find-page';
import { bodyOf, idOf } from '../params';
import { validate } from '../validate';

const LIST: ListOptions = {
  uid: CONSUMER,
  fields: {
    documentId: 'documentId',
    name: 'name',
    url: 'url',
    siteId: 'siteId',
    lastSeenAt: 'lastSeenAt',
    acknowledgedCursor: 'acknowledgedCursor',
    createdAt: 'createdAt',
    updatedAt: 'updatedAt',
  },
  search: ['name', 'url'],
  defaultSort: 'name',
  populate: { subscriptions: { sort: 'contentType' } },
};

export const createConsumersController = ({ strapi }: { strapi: Core.Strapi }) => {
  const consumers = () => getService(strapi, 'consumers');

  return {
    async find(ctx: Context): Promise<void> {
      const { rows, pagination } = await findPage<ConsumerRow>(strapi, LIST, ctx.query);
      const body: Consumers.ListResponse = {
        data: rows.map((row) => toConsumer(strapi, row)),
        meta: { pagination },
      };
      ctx.body = body;
    },

    async findOne(ctx: Context): Promise<void> {
      const body: Consumers.Response = { data: await consumers().get(idOf(ctx)) };
      ctx.body = body;
    },

    async update(ctx: Context): Promise<void> {
      const body: Consumers.Response = {
        data: await consumers().judge(idOf(ctx), validate(updateConsumerBody, bodyOf(ctx))),
      };
      ctx.body = body;
    },

    async delete(ctx: Context): Promise<void> {
      const documentId = idOf(ctx);
      await consumers().delete(documentId);
      const body: Consumers.DeleteResponse = { data: { documentId } };
      ctx.body = body;
    },
  };
};

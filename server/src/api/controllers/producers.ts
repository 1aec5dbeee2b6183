import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

import {
  type Producers,
  type PullProducer,
  type TestProducer,
  createProducerBody,
  updateProducerBody,
} from '../../protocol';
import { getService } from '../../services';
import { PRODUCER, type ProducerRow } from '../../sync';
import { type ListOptions, findPage } from '../find-page';
import { bodyOf, idOf, saverOf } from '../params';
import { validate } from '../validate';

const LIST: ListOptions = {
  uid: PRODUCER,
  fields: {
    documentId: 'documentId',
    name: 'name',
    url: 'url',
    siteId: 'siteId',
    state: 'state',
    lastContactAt: 'lastContactAt',
    createdAt: 'createdAt',
    updatedAt: 'updatedAt',
  },
  search: ['name', 'url'],
  defaultSort: 'name',
  populate: {
    subscriptions: { sort: 'contentType', populate: { mapping: { fields: ['documentId'] } } },
    subscriber: true,
  },
};

export const createProducersController = ({ strapi }: { strapi: Core.Strapi }) => {
  const producers = () => getService(strapi, 'producers');

  return {
    async find(ctx: Context): Promise<void> {
      const { rows, pagination } = await findPage<ProducerRow>(strapi, LIST, ctx.query);
      const body: Producers.ListResponse = {
        data: await Promise.all(rows.map(producers().toProducer)),
        meta: { pagination },
      };
      ctx.body = body;
    },

    async findOne(ctx: Context): Promise<void> {
      const body: Producers.Response = { data: await producers().get(idOf(ctx)) };
      ctx.body = body;
    },

    async create(ctx: Context): Promise<void> {
      const body: Producers.Response = {
        data: await producers().create(saverOf(ctx), validate(createProducerBody, bodyOf(ctx))),
      };
      ctx.status = 201;
      ctx.body = body;
    },

    async update(ctx: Context): Promise<void> {
      const body: Producers.Response = {
        data: await producers().update(
          saverOf(ctx),
          idOf(ctx),
          validate(updateProducerBody, bodyOf(ctx))
        ),
      };
      ctx.body = body;
    },

    async delete(ctx: Context): Promise<void> {
      const documentId = idOf(ctx);
      const body: Producers.DeleteResponse = {
        meta: await producers().delete(documentId),
        data: { documentId },
      };
      ctx.body = body;
    },

    async test(ctx: Context): Promise<void> {
      const body: TestProducer.Response = { data: await producers().test(idOf(ctx)) };
      ctx.body = body;
    },

    async pull(ctx: Context): Promise<void> {
      const body: PullProducer.Response = { data: await producers().pull(idOf(ctx)) };
      ctx.body = body;
    },
  };
};

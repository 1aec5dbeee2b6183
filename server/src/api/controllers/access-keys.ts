import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

import { createAccessKey } from '../../feed';
import { type CreateAccessKey, createAccessKeyBody } from '../../protocol';
import { bodyOf } from '../params';
import { validate } from '../validate';

export const createAccessKeysController = ({ strapi }: { strapi: Core.Strapi }) => ({
  async create(ctx: Context): Promise<void> {
    const { name } = validate(createAccessKeyBody, bodyOf(ctx));
    const body: CreateAccessKey.Response = { data: await createAccessKey(strapi, name) };
    ctx.status = 201;
    ctx.body = body;
  },
});

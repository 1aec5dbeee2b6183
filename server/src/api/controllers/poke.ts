import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

import { pokeRequest } from '../../protocol';
import { getService } from '../../services';
import { bodyOf } from '../params';
import { validate } from '../validate';

/** Called by producers; the signature is the credential. */
export const createPokeController = ({ strapi }: { strapi: Core.Strapi }) => ({
  async receive(ctx: Context): Promise<void> {
    await getService(strapi, 'producers').receivePoke(
      validate(pokeRequest, bodyOf(ctx)),
      ctx.request.headers
    );
    ctx.status = 202;
    ctx.body = {};
  },
});

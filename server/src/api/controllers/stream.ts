/** The wire API that consumers call (docs/protocol.md). */
import { errors } from '@strapi/utils';
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

import { describeStreamable, readContentTypes } from '../streamable-content-types';
import { bodyOf, idOf } from '../params';
import { sendFile } from '../send-file';
import { validate } from '../validate';
import {
  PROTOCOL_VERSION,
  type ShapesResponse,
  type SiteResponse,
  acknowledgeRequest,
  documentsRequest,
  eventsQuery,
  findDocumentsRequest,
  registerRequest,
} from '../../protocol';
import { getService } from '../../services';

interface Auth {
  credentials?: { id?: number | string; type?: string };
}

/**
 * The access key of the call. Tokens that open more than this plugin would also fit Strapi's scope
 * check (full access), so that a leaked one would pass for a consumer: only custom tokens do.
 */
const tokenIdOf = (ctx: Context): number => {
  const { credentials } = (ctx.state as { auth?: Auth }).auth ?? {};
  if (credentials?.type !== 'custom' || credentials.id === undefined) {
    throw new errors.PolicyError(
      'This token is not an access key of Event Streaming. Make one on the Consumers page.'
    );
  }
  return Number(credentials.id);
};

export const createStreamController = ({ strapi }: { strapi: Core.Strapi }) => {
  const consumers = () => getService(strapi, 'consumers');

  return {
    async describe(ctx: Context): Promise<void> {
      tokenIdOf(ctx);
      const { siteId, streamId } = await getService(strapi, 'site').read();
      const site: SiteResponse = {
        siteId,
        streamId,
        protocolVersion: PROTOCOL_VERSION,
        time: new Date().toISOString(),
        contentTypes: readContentTypes(strapi)
          .filter(({ streamable }) => streamable)
          .map(({ uid, displayName, attributes, dependencies }) => ({
            uid,
            displayName,
            attributes,
            dependencies,
          })),
      };
      ctx.body = site;
    },

    async shapes(ctx: Context): Promise<void> {
      tokenIdOf(ctx);
      const body: ShapesResponse = { shapes: await describeStreamable(strapi) };
      ctx.body = body;
    },

    async register(ctx: Context): Promise<void> {
      const tokenId = tokenIdOf(ctx);
      ctx.body = await consumers().register(tokenId, validate(registerRequest, bodyOf(ctx)));
    },

    async unregister(ctx: Context): Promise<void> {
      await consumers().unregister(tokenIdOf(ctx));
      ctx.body = {};
    },

    async events(ctx: Context): Promise<void> {
      const tokenId = tokenIdOf(ctx);
      ctx.body = await consumers().events(tokenId, validate(eventsQuery, ctx.query));
    },

    async acknowledge(ctx: Context): Promise<void> {
      const tokenId = tokenIdOf(ctx);
      ctx.body = await consumers().acknowledge(tokenId, validate(acknowledgeRequest, bodyOf(ctx)));
    },

    async documents(ctx: Context): Promise<void> {
      const tokenId = tokenIdOf(ctx);
      ctx.body = await consumers().documents(tokenId, validate(documentsRequest, bodyOf(ctx)));
    },

    async findDocuments(ctx: Context): Promise<void> {
      const tokenId = tokenIdOf(ctx);
      ctx.body = await consumers().findDocuments(
        tokenId,
        validate(findDocumentsRequest, bodyOf(ctx))
      );
    },

    async file(ctx: Context): Promise<void> {
      await sendFile(ctx, await consumers().file(tokenIdOf(ctx), idOf(ctx)));
    },
  };
};

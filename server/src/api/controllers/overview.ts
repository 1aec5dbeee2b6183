import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

import { getConfig } from '../../config';
import type { GetContentTypes, GetStatus, GetSubscribers } from '../../protocol';
import { getService } from '../../services';
import { toUserSummary } from '../../sync';
import { readContentTypes } from '../streamable-content-types';
import { readConsumerLinks, readProducerLinks, readSyncLogCounts } from '../status';

export const createOverviewController = ({ strapi }: { strapi: Core.Strapi }) => ({
  async status(ctx: Context): Promise<void> {
    const { siteId, streamId, head } = await getService(strapi, 'site').read();
    const body: GetStatus.Response = {
      data: {
        site: { siteId, streamId, head, url: getConfig(strapi).siteUrl },
        producers: await readProducerLinks(strapi),
        consumers: await readConsumerLinks(strapi, head),
        syncLogs: await readSyncLogCounts(strapi),
      },
    };
    ctx.body = body;
  },

  contentTypes(ctx: Context): void {
    const body: GetContentTypes.Response = { data: readContentTypes(strapi) };
    ctx.body = body;
  },

  async subscribers(ctx: Context): Promise<void> {
    const users = (await strapi.db.query('admin::user').findMany({
      select: ['id', 'email', 'firstname', 'lastname'],
      where: { isActive: true, blocked: false },
      orderBy: 'email',
    })) as Parameters<typeof toUserSummary>[0][];
    const body: GetSubscribers.Response = { data: users.map(toUserSummary) };
    ctx.body = body;
  },
});

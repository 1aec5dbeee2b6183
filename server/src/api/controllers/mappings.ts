import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

import {
  type CheckMapping,
  type MappableTypes,
  type MappingUses,
  type Mappings,
  type PreviewMapping,
  createMappingBody,
  draftMappingBody,
  previewMappingBody,
  updateMappingBody,
} from '../../protocol';
import { getService } from '../../services';
import { MAPPING, type MappingRow, toMapping } from '../../sync';
import { type ListOptions, findPage } from '../find-page';
import { bodyOf, idOf } from '../params';
import { validate } from '../validate';

const LIST: ListOptions = {
  uid: MAPPING,
  fields: {
    documentId: 'documentId',
    name: 'name',
    localContentType: 'localContentType',
    remoteContentType: 'remoteContentType',
    createdAt: 'createdAt',
    updatedAt: 'updatedAt',
  },
  search: ['name', 'localContentType', 'remoteContentType'],
  defaultSort: 'name',
  populate: { fields: { sort: 'position', populate: { mapping: { fields: ['documentId'] } } } },
};

export const createMappingsController = ({ strapi }: { strapi: Core.Strapi }) => {
  const mappings = () => getService(strapi, 'mappings');

  return {
    async find(ctx: Context): Promise<void> {
      const { rows, pagination } = await findPage<MappingRow>(strapi, LIST, ctx.query);
      const body: Mappings.ListResponse = { data: rows.map(toMapping), meta: { pagination } };
      ctx.body = body;
    },

    async findOne(ctx: Context): Promise<void> {
      const body: Mappings.Response = {
        data: await mappings().get(idOf(ctx)),
        meta: { problems: [] },
      };
      ctx.body = body;
    },

    async create(ctx: Context): Promise<void> {
      const body: Mappings.Response = await mappings().create(
        validate(createMappingBody, bodyOf(ctx))
      );
      ctx.status = 201;
      ctx.body = body;
    },

    async update(ctx: Context): Promise<void> {
      const body: Mappings.Response = await mappings().update(
        idOf(ctx),
        validate(updateMappingBody, bodyOf(ctx))
      );
      ctx.body = body;
    },

    async delete(ctx: Context): Promise<void> {
      const documentId = idOf(ctx);
      await mappings().delete(documentId);
      const body: Mappings.DeleteResponse = { data: { documentId } };
      ctx.body = body;
    },

    async uses(ctx: Context): Promise<void> {
      const body: MappingUses.Response = { data: await mappings().uses(idOf(ctx)) };
      ctx.body = body;
    },

    async types(ctx: Context): Promise<void> {
      const body: MappableTypes.Response = { data: await mappings().types() };
      ctx.body = body;
    },

    async check(ctx: Context): Promise<void> {
      const draft = validate(draftMappingBody, bodyOf(ctx));
      const body: CheckMapping.Response = { data: { problems: await mappings().check(draft) } };
      ctx.body = body;
    },

    async preview(ctx: Context): Promise<void> {
      const input = validate(previewMappingBody, bodyOf(ctx));
      const body: PreviewMapping.Response = { data: await mappings().preview(input) };
      ctx.body = body;
    },
  };
};

import { errors } from '@strapi/utils';
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';

import { findSchema, readEntity } from '../../documents';
import { type GetDocumentLinks, documentLinksQuery } from '../../protocol';
import { readDocumentLinks } from '../../sync';
import { validate } from '../validate';

/** What the Content Manager's permission checker offers of use here. */
interface ReadChecker {
  cannot: { read(entity?: object): boolean };
  /** Whether a role's conditions look at the document itself. */
  requiresEntity: { read(): boolean };
}

export const createDocumentLinksController = ({ strapi }: { strapi: Core.Strapi }) => {
  /** Nothing is said of a document that the person may not open. @throws PolicyError */
  const assertMayRead = async (
    ctx: Context,
    { contentType, documentId }: GetDocumentLinks.Query
  ): Promise<void> => {
    const checker = strapi
      .plugin('content-manager')
      .service('permission-checker')
      .create({
        userAbility: (ctx.state as { userAbility: unknown }).userAbility,
        model: contentType,
      }) as ReadChecker;
    const needsEntity = findSchema(strapi, contentType) !== null && checker.requiresEntity.read();
    const entity = needsEntity ? await readEntity(strapi, contentType, documentId) : undefined;
    // There is nothing to read in a document that is gone: the database gives null.
    if (entity === null || checker.cannot.read(entity)) {
      throw new errors.PolicyError(`You may not read ${contentType} in the Content Manager.`);
    }
  };

  return {
    async find(ctx: Context): Promise<void> {
      const query = validate(documentLinksQuery, ctx.query);
      await assertMayRead(ctx, query);
      const body: GetDocumentLinks.Response = { data: await readDocumentLinks(strapi, query) };
      ctx.body = body;
    },
  };
};

import { errors } from '@strapi/utils';
import type { Core } from '@strapi/strapi';

/** Actions of the wire API that an access key opens, and nothing else (docs/protocol.md). */
const WIRE_SCOPES = [
  'describe',
  'register',
  'unregister',
  'events',
  'acknowledge',
  'documents',
  'file',
].map((action) => `plugin::event-streaming.stream.${action}`);

interface ApiToken {
  id: number;
  name: string;
  accessKey: string;
  createdAt: string;
}

/**
 * Makes an access key: a custom API token that opens this plugin's wire routes alone.
 * @throws ApplicationError when a token of that name exists
 */
export const createAccessKey = async (strapi: Core.Strapi, name: string) => {
  const tokens = strapi.service('admin::api-token');
  if (await tokens.exists({ name })) {
    throw new errors.ApplicationError(`There is an API token named ${name} already.`);
  }
  const token = (await tokens.create({
    name,
    description: 'Access key of Event Streaming, for one consumer.',
    type: 'custom',
    permissions: WIRE_SCOPES,
    lifespan: null,
  })) as ApiToken;
  return {
    id: String(token.id),
    name: token.name,
    accessKey: token.accessKey,
    createdAt: token.createdAt,
  };
};

/** From the next request on, the key opens nothing. */
export const revokeAccessKey = async (strapi: Core.Strapi, tokenId: number): Promise<void> => {
  await strapi.service('admin::api-token').revoke(tokenId);
};

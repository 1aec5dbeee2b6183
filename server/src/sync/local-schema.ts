/** Which content type of this site the documents of a producer's content type become. */
import type { ApplyContext } from './apply-context';
import { ApplyError } from './failures';
import { type ContentTypeSchema, findSchema, reasonNotStreamable } from '../documents';

/** That with the same uid; null when this site has none. */
export const findLocalSchema = (
  { strapi }: Pick<ApplyContext, 'strapi'>,
  remoteContentType: string
): ContentTypeSchema | null => findSchema(strapi, remoteContentType);

/** @throws ApplyError `schema`, with what to do */
export const requireLocalSchema = (
  context: ApplyContext,
  remoteContentType: string
): ContentTypeSchema => {
  const schema = findLocalSchema(context, remoteContentType);
  if (!schema) {
    throw new ApplyError(
      'schema',
      `This site has no content type ${remoteContentType}. Add it, or unsubscribe from it.`
    );
  }
  const reason = reasonNotStreamable(schema);
  if (reason) {
    throw new ApplyError('schema', `${schema.uid} cannot be received here: ${reason}.`);
  }
  return schema;
};

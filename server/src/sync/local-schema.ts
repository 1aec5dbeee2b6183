/** Which content type of this site the documents of a producer's content type become. */
import type { ApplyContext } from './apply-context';
import { ApplyError } from './failures';
import { type ContentTypeSchema, findSchema, reasonNotStreamable } from '../documents';

/** That of its mapping, or that with the same uid; null when this site does not have it. */
export const findLocalSchema = (
  { strapi, mappings }: Pick<ApplyContext, 'strapi' | 'mappings'>,
  remoteContentType: string
): ContentTypeSchema | null => findSchema(strapi, mappings.localContentTypeOf(remoteContentType));

/** @throws ApplyError `schema`, with what to do */
export const requireLocalSchema = (
  context: ApplyContext,
  remoteContentType: string
): ContentTypeSchema => {
  const schema = findLocalSchema(context, remoteContentType);
  if (!schema) {
    throw new ApplyError(
      'schema',
      `This site has no content type ${context.mappings.localContentTypeOf(remoteContentType)}. Add ` +
        `it, or unsubscribe from ${remoteContentType}.`
    );
  }
  const reason = reasonNotStreamable(schema);
  if (reason) {
    throw new ApplyError('schema', `${schema.uid} cannot be received here: ${reason}.`);
  }
  return schema;
};

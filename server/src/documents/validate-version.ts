import type { Core } from '@strapi/strapi';

import { toRowData } from './service-data';
import type { ContentTypeSchema } from './streamability';
import type { DocumentVersion } from './version';
import { findRow } from './version-row';

/**
 * Asks Strapi whether it would accept a version of a document, without writing it. What it refers to
 * and is not here does not count.
 * @throws ValidationError, as writing it would
 */
export const validateVersion = async (
  strapi: Core.Strapi,
  schema: ContentTypeSchema,
  documentId: string,
  version: DocumentVersion
): Promise<void> => {
  const { locale, status, fields } = version;
  const uid = schema.uid;
  const contentType = strapi.contentType(uid);
  const data = await toRowData(strapi, schema, fields, {}, version);
  const options = { isDraft: status === 'draft', ...(locale === null ? {} : { locale }) };
  const row = await findRow(strapi, schema.uid, documentId, version);
  if (row) {
    await strapi.entityValidator.validateEntityUpdate(contentType, data, options, row);
  } else {
    await strapi.entityValidator.validateEntityCreation(contentType, data, options);
  }
};

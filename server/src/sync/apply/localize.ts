import { omit } from 'lodash';

import type { Application } from './application';
import { bringTargets } from './bring';
import type { LocalDocument } from './find-local';
import { keyOf } from '../apply-context';
import type { RemoteReference } from '../failures';
import { referenceKey } from '../resolve-references';
import { findReferences, mapReferences } from '../../documents';
import type { DocumentFields, VersionStatus } from '../../protocol';

/**
 * The fields with references to this site's documents in place of the producer's; what they refer
 * to is brought first. A reference to what is gone is left out.
 *
 * @param remote the document that the fields belong to
 * @param status that of the version
 * @throws MissingDocumentsError
 */
export const localize = async (
  application: Application,
  remote: RemoteReference,
  local: LocalDocument,
  status: VersionStatus | null,
  fields: DocumentFields
): Promise<DocumentFields> => {
  const { strapi } = application.context;
  const { schema, documentId } = local;
  const isSelf = (reference: RemoteReference) => keyOf(reference) === keyOf(remote);
  const references = findReferences(strapi, schema, fields);
  if (references.length === 0) {
    return fields;
  }
  const others = references.filter((reference) => !isSelf(reference));
  const resolved = await bringTargets(application, remote, others, status);
  return mapReferences(strapi, schema, fields, (reference) => {
    const target = isSelf(reference)
      ? { contentType: schema.uid, documentId }
      : resolved.get(referenceKey(reference));
    return target ? { ...omit(reference, 'email'), ...target } : null;
  });
};

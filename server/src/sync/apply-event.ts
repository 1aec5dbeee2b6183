/** Applies one event to this site's content, in the ambient transaction. */
import type { Core } from '@strapi/strapi';

import { type DocumentLink, type RemoteDocument, findLink, saveLink } from './document-links';
import { ApplyError, MissingDocumentError } from './failures';
import type { ProducerRow } from './producer-store';
import {
  FACTS,
  createDocument,
  deleteDocument,
  documentExists,
  findSchema,
  readEntity,
  reasonNotStreamable,
  streamableAttributes,
  updateDocument,
} from '../documents';
import { type PermissionChecker, runWithStreamContext } from '../platform';
import type { DocumentFields, StreamEvent } from '../protocol';

export interface ApplyContext {
  strapi: Core.Strapi;
  producer: ProducerRow;
  /** The admin user in whose name documents are written. */
  subscriber: { id: number; email: string };
  permissionsOn(contentType: string): PermissionChecker;
}

export type Applied =
  | { kind: 'applied'; localDocumentId: string | null }
  /** It is in already. */
  | { kind: 'redelivered' }
  | { kind: 'parked' };

const assertSchema = (strapi: Core.Strapi, { contentType, data }: StreamEvent) => {
  const schema = findSchema(strapi, contentType);
  if (!schema) {
    throw new ApplyError(
      'schema',
      `This site has no content type ${contentType}. Add it, or unsubscribe from it.`
    );
  }
  const reason = reasonNotStreamable(schema);
  if (reason) {
    throw new ApplyError('schema', `${contentType} cannot be received here: ${reason}.`);
  }
  const known = new Set<string>([
    ...FACTS,
    ...streamableAttributes(strapi, schema).map(({ name }) => name),
  ]);
  const unknown = Object.keys(data ?? {}).filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new ApplyError(
      'schema',
      `${contentType} has no field ${unknown.join(', ')} here. Add it to the content type, then ` +
        'resync.'
    );
  }
};

const assertMay = async (
  { strapi, subscriber, permissionsOn }: ApplyContext,
  verb: 'create' | 'update' | 'delete',
  contentType: string,
  documentId: string | null,
  fields: string[]
): Promise<void> => {
  const { cannot, requiresEntity } = permissionsOn(contentType);
  const entity =
    documentId !== null && requiresEntity[verb]()
      ? await readEntity(strapi, contentType, documentId)
      : undefined;
  const refuse = (what: string) => {
    throw new ApplyError(
      'permission',
      `The subscriber ${subscriber.email} may not ${verb} ${what}. Give one of his roles that ` +
        'permission, or choose another subscriber, then resync.'
    );
  };
  if (cannot[verb](entity)) {
    refuse(contentType);
  }
  const refused = fields.find((field) => cannot[verb](entity, field));
  if (refused) {
    refuse(`the field ${refused} of ${contentType}`);
  }
};

const contentFields = (data: DocumentFields): string[] =>
  Object.keys(data).filter((name) => !(FACTS as readonly string[]).includes(name));

interface LocalDocument {
  /** The id it has or is to have; null: Strapi makes one. */
  documentId: string | null;
  exists: boolean;
}

/** The local document that the event is about. */
const findLocal = async (
  { strapi }: ApplyContext,
  event: StreamEvent,
  link: DocumentLink | null,
  useSameId: boolean
): Promise<LocalDocument> => {
  const documentId = link?.localDocumentId ?? (useSameId ? event.documentId : null);
  const exists =
    documentId !== null && (await documentExists(strapi, event.contentType, documentId));
  return { documentId, exists };
};

const write = async (
  context: ApplyContext,
  event: StreamEvent,
  local: LocalDocument
): Promise<string | null> => {
  const { strapi, subscriber } = context;
  const { contentType } = event;

  if (event.updateType === 'delete') {
    if (local.documentId !== null && local.exists) {
      await assertMay(context, 'delete', contentType, local.documentId, []);
      await deleteDocument(strapi, contentType, local.documentId);
    }
    return null;
  }
  const data = event.data ?? {};
  if (local.documentId !== null && local.exists) {
    await assertMay(context, 'update', contentType, local.documentId, contentFields(data));
    await updateDocument(strapi, contentType, local.documentId, data, subscriber.id);
    return local.documentId;
  }
  if (event.updateType === 'update') {
    throw new MissingDocumentError(contentType, event.documentId);
  }
  await assertMay(context, 'create', contentType, null, contentFields(data));
  return createDocument(strapi, contentType, data, subscriber.id, local.documentId);
};

/**
 * Applies an event through the document service, as the subscriber, and moves the document's link
 * on, all in the ambient transaction.
 *
 * @param options.appliedSequence what the link says afterwards; more than the event's sequence
 *   when the event carries a newer whole state
 * @param options.evenIfParked for resync, which empties the queue of a parked document
 * @throws ApplyError, MissingDocumentError, and whatever Strapi throws when it refuses
 */
export const applyEvent = async (
  context: ApplyContext,
  event: StreamEvent,
  {
    useSameId,
    appliedSequence = event.sequence,
    evenIfParked = false,
  }: { useSameId: boolean; appliedSequence?: number; evenIfParked?: boolean }
): Promise<Applied> => {
  const { strapi, producer } = context;
  const remote: RemoteDocument = {
    producerSiteId: producer.siteId,
    contentType: event.contentType,
    documentId: event.documentId,
  };
  const link = await findLink(strapi, remote);
  if (link && event.sequence <= link.appliedSequence) {
    return { kind: 'redelivered' };
  }
  if (link?.state === 'parked' && !evenIfParked) {
    return { kind: 'parked' };
  }
  assertSchema(strapi, event);

  const local = await findLocal(context, event, link, useSameId);
  const localDocumentId = await runWithStreamContext(
    {
      origin: event.origin,
      path: event.path,
      contentType: event.contentType,
      documentId: local.documentId,
    },
    () => write(context, event, local)
  );
  await saveLink(strapi, remote, {
    localDocumentId,
    appliedSequence,
    state: localDocumentId === null ? 'deleted' : 'linked',
  });
  return { kind: 'applied', localDocumentId };
};

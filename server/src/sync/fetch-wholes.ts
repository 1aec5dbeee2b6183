/**
 * Gets what a page of events needs and this site lacks, before anything is written: documents that
 * the producer tells to ask for as a whole, and those that others refer to, at any distance
 * (Frappe's dependency syncing, many at a time).
 */
import {
  type ApplyContext,
  type WholeDocument,
  type Wholes,
  areMatched,
  keyOf,
  usesSameId,
} from './apply-context';
import { findLinks } from './document-links';
import type { RemoteReference } from './failures';
import { findLocalSchema } from './local-schema';
import { referenceKey, resolveReferences } from './resolve-references';
import { FILE, type DocumentVersion, documentExists, findReferences } from '../documents';
import type { DocumentFields, StreamEvent, VersionStatus } from '../protocol';

/** The targets of these fields that are not here, in the version that is needed. */
const missingTargets = async (
  context: ApplyContext,
  contentType: string,
  status: VersionStatus | null,
  fields: DocumentFields
): Promise<RemoteReference[]> => {
  const schema = findLocalSchema(context, contentType);
  const references = schema ? findReferences(context.strapi, schema, fields) : [];
  if (references.length === 0) {
    return [];
  }
  const resolved = await resolveReferences(context, references, status);
  return references.filter(
    (reference) =>
      !areMatched(context, reference.contentType) && resolved.get(referenceKey(reference)) === null
  );
};

const missingTargetsOf = async (
  context: ApplyContext,
  contentType: string,
  versions: DocumentVersion[]
): Promise<RemoteReference[]> => {
  const missing: RemoteReference[] = [];
  for (const { status, fields } of versions) {
    missing.push(...(await missingTargets(context, contentType, status, fields)));
  }
  return missing;
};

/** A changed document that is not (or no longer) here, and is not being created. */
const isDocumentMissing = async (context: ApplyContext, event: StreamEvent): Promise<boolean> => {
  if (event.updateType === 'delete') {
    return false;
  }
  if (event.isIncomplete || event.contentType === FILE) {
    return true;
  }
  const { strapi, producer } = context;
  const schema = findLocalSchema(context, event.contentType);
  const links = await findLinks(strapi, producer.siteId, event.contentType, [event.documentId]);
  const link = links.get(event.documentId);
  const localId =
    link?.localDocumentId ?? (usesSameId(context, event.contentType) ? event.documentId : null);
  const exists =
    localId !== null && schema !== null && (await documentExists(strapi, schema.uid, localId));
  return !exists && (event.updateType === 'update' || link?.state === 'linked');
};

/**
 * @param asked documents wanted whatever is here
 * @throws ProducerError when the producer cannot be asked
 */
export const fetchWholes = async (
  context: ApplyContext,
  events: StreamEvent[],
  asked: RemoteReference[] = []
): Promise<Wholes> => {
  const wholes = new Map<string, WholeDocument>();
  const wanted = new Map<string, RemoteReference>(asked.map((one) => [keyOf(one), one]));
  const created = new Set<string>();
  /** What the page itself brings need not be asked for. */
  const touched = new Set<string>();

  for (const event of events) {
    if (await isDocumentMissing(context, event)) {
      if (!created.has(keyOf(event))) {
        wanted.set(keyOf(event), event);
      }
    } else if (event.updateType === 'create') {
      created.add(keyOf(event));
    }
    const targets = event.data
      ? await missingTargets(context, event.contentType, event.status, event.data)
      : [];
    targets
      .filter((target) => !touched.has(keyOf(target)))
      .forEach((target) => wanted.set(keyOf(target), target));
    touched.add(keyOf(event));
  }
  while (wanted.size > 0) {
    const fetched = await context.fetchDocuments([...wanted.values()]);
    wanted.clear();
    fetched.forEach((whole) => wholes.set(keyOf(whole), whole));
    for (const { contentType, versions } of fetched) {
      (await missingTargetsOf(context, contentType, versions))
        .filter((target) => !wholes.has(keyOf(target)) && !touched.has(keyOf(target)))
        .forEach((target) => wanted.set(keyOf(target), target));
    }
  }
  return wholes;
};

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
import { findMisfits } from './misfits';
import {
  type Mapper,
  type ReceivedVersion,
  comesWithoutDraft,
  contentsOf,
  lacksFields,
} from './receive';
import { referenceKey, resolveReferences } from './resolve-references';
import { type ContentTypeSchema, FILE, documentExists } from '../documents';
import type { StreamEvent } from '../protocol';

/** What this content refers to and is not here, in the version that is needed. */
const missingTargets = async (
  context: ApplyContext,
  { status, content }: ReceivedVersion
): Promise<RemoteReference[]> => {
  const { references } = content;
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
  versions: ReceivedVersion[]
): Promise<RemoteReference[]> => {
  const missing: RemoteReference[] = [];
  for (const version of versions) {
    missing.push(...(await missingTargets(context, version)));
  }
  return missing;
};

/** What does not fit is not applied, and brings nothing along. */
const fitting = (
  context: ApplyContext,
  schema: ContentTypeSchema,
  versions: ReceivedVersion[]
): ReceivedVersion[] =>
  versions.filter(({ content }) => findMisfits(context, schema, content.fields).length === 0);

const receiveEvent = async (
  context: ApplyContext,
  mapper: Mapper,
  event: StreamEvent
): Promise<ReceivedVersion[]> => {
  const { contentType, locale, status, data, withoutDraft } = event;
  const schema = findLocalSchema(context, contentType);
  const mapped = context.mappings.maps(contentType) ? await mapper.mapEvent(event) : null;
  if (!schema || !data) {
    return [];
  }
  const remote = { contentType, locale, status, fields: data, withoutDraft };
  return fitting(context, schema, await contentsOf(context, schema, remote, mapped));
};

const receiveWhole = async (
  context: ApplyContext,
  mapper: Mapper,
  whole: WholeDocument
): Promise<ReceivedVersion[]> => {
  const { contentType } = whole;
  const schema = findLocalSchema(context, contentType);
  const received: ReceivedVersion[] = [];
  for (const version of schema ? whole.versions : []) {
    const mapped = context.mappings.maps(contentType)
      ? await mapper.mapVersion(whole, version)
      : null;
    if (schema) {
      const withoutDraft = comesWithoutDraft(version, whole.versions);
      const remote = { contentType, ...version, withoutDraft };
      const contents = await contentsOf(context, schema, remote, mapped);
      received.push(...fitting(context, schema, contents));
    }
  }
  return received;
};

/** A changed document that is not (or no longer) here, and is not being created. */
const isDocumentMissing = async (context: ApplyContext, event: StreamEvent): Promise<boolean> => {
  if (event.updateType === 'delete') {
    return false;
  }
  if (event.isIncomplete || event.contentType === FILE || lacksFields(context, event)) {
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

export interface FetchedWholes {
  wholes: Wholes;
  /** Why this site cannot read a document that the producer gave, by key. */
  unreadable: ReadonlyMap<string, string>;
}

/**
 * @param mapper maps, on the way, what comes of mapped content types
 * @param asked documents wanted whatever is here
 * @throws ProducerError when the producer cannot be asked
 */
export const fetchWholes = async (
  context: ApplyContext,
  mapper: Mapper,
  events: StreamEvent[],
  asked: RemoteReference[]
): Promise<FetchedWholes> => {
  const wholes = new Map<string, WholeDocument>();
  const unreadable = new Map<string, string>();
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
    const targets = await missingTargetsOf(context, await receiveEvent(context, mapper, event));
    targets
      .filter((target) => !touched.has(keyOf(target)))
      .forEach((target) => wanted.set(keyOf(target), target));
    touched.add(keyOf(event));
  }
  const isKnown = (key: string) => wholes.has(key) || unreadable.has(key) || touched.has(key);
  while (wanted.size > 0) {
    const fetched = await context.fetchDocuments([...wanted.values()]);
    wanted.clear();
    fetched.unreadable.forEach((reason, key) => unreadable.set(key, reason));
    fetched.wholes.forEach((whole) => wholes.set(keyOf(whole), whole));
    for (const whole of fetched.wholes) {
      (await missingTargetsOf(context, await receiveWhole(context, mapper, whole)))
        .filter((target) => !isKnown(keyOf(target)))
        .forEach((target) => wanted.set(keyOf(target), target));
    }
  }
  return { wholes, unreadable };
};

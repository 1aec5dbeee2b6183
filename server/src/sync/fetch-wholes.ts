/**
 * Gets what a page of events needs and this site lacks, before the page is applied: documents that
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
import { documentsPerCall } from './served-documents';
import { createStock } from './stock';
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

/** What was fetched and is to be worked with. */
export interface FetchedWholes {
  wholes: Wholes;
  /** Why this site cannot read a document that the producer gave, by key. */
  unreadable: ReadonlyMap<string, string>;
  /** Keys of documents that these refer to and that come later. */
  later: ReadonlySet<string>;
}

/** The events of a page are about more documents that come as a whole than this site holds at once. */
export class TooMuchAtOnceError extends Error {
  constructor() {
    super('The page needs more documents than this site holds at once.');
    this.name = 'TooMuchAtOnceError';
  }
}

/** However long a producer goes on: what is still missing then waits as a dependency. */
const MAX_ROUNDS = 50;
/** Documents that are known to be missing; which those beyond are is found out again. */
const MAX_WANTED = 100_000;

type Wanted = Map<string, RemoteReference>;

/**
 * The references to be asked for in one call: the newest first, since what a document refers to is
 * needed before what stands beside it, and sooner lets go of room.
 */
const takeBatch = (wanted: Wanted, room: number): RemoteReference[] => {
  const all = [...wanted.values()];
  const contentType = all.at(-1)?.contentType ?? '';
  const batch = all
    .filter((reference) => reference.contentType === contentType)
    .slice(-Math.min(room, documentsPerCall(contentType)));
  batch.forEach((reference) => wanted.delete(keyOf(reference)));
  return batch;
};

/** What the events need, before what that refers to is known. */
const findWanted = async (
  context: ApplyContext,
  mapper: Mapper,
  events: StreamEvent[]
): Promise<{ roots: Wanted; targets: Wanted; touched: ReadonlySet<string> }> => {
  const roots: Wanted = new Map();
  const targets: Wanted = new Map();
  const created = new Set<string>();
  /** What the page itself brings need not be asked for. */
  const touched = new Set<string>();
  for (const event of events) {
    if (await isDocumentMissing(context, event)) {
      if (!created.has(keyOf(event))) {
        roots.set(keyOf(event), event);
      }
    } else if (event.updateType === 'create') {
      created.add(keyOf(event));
    }
    const missing = await missingTargetsOf(context, await receiveEvent(context, mapper, event));
    missing
      .filter((target) => !touched.has(keyOf(target)))
      .forEach((target) => targets.set(keyOf(target), target));
    touched.add(keyOf(event));
  }
  return { roots, targets, touched };
};

/** Whether applying can be begun with fewer events. */
const areDivisible = (events: StreamEvent[]): boolean =>
  new Set(events.map(({ transactionId }) => transactionId)).size > 1;

/**
 * Where more is needed than this site holds at once, what can be applied before the events is applied
 * on the way.
 *
 * @param mapper maps, on the way, what comes of mapped content types
 * @param asked documents wanted whatever is here
 * @param applyRound applies what was fetched, and need not be held any longer
 * @throws ProducerError when the producer cannot be asked, TooMuchAtOnceError
 */
export const fetchWholes = async (
  context: ApplyContext,
  mapper: Mapper,
  events: StreamEvent[],
  asked: RemoteReference[],
  applyRound: (round: FetchedWholes) => Promise<void>
): Promise<FetchedWholes> => {
  const { roots, targets, touched } = await findWanted(context, mapper, events);
  asked.forEach((reference) => roots.set(keyOf(reference), reference));
  const wanted: Wanted = new Map([...targets, ...roots]);
  const stock = createStock(context.limits);
  const unreadable = new Map<string, string>();
  /** Asked for, and not given. */
  const absent = new Set<string>();
  let rounds = 0;

  const isKnown = (key: string) => stock.has(key) || absent.has(key) || touched.has(key);

  const fetch = async (): Promise<void> => {
    const batch = takeBatch(wanted, stock.room());
    const fetched = await context.fetchDocuments(batch);
    batch.forEach((reference) => absent.add(keyOf(reference)));
    fetched.wholes.forEach((whole) => absent.delete(keyOf(whole)));
    fetched.unreadable.forEach((reason, key) => unreadable.set(key, reason));
    // Before what they refer to is looked at: they may refer to each other.
    fetched.wholes.forEach((whole) => stock.put(whole, roots.has(keyOf(whole))));
    for (const whole of fetched.wholes) {
      const missing = await missingTargetsOf(context, await receiveWhole(context, mapper, whole));
      stock.setNeeds(whole, missing.map(keyOf));
      missing
        .filter((target) => !isKnown(keyOf(target)) && wanted.size < MAX_WANTED)
        .forEach((target) => wanted.set(keyOf(target), target));
    }
  };

  const makeRoom = async (): Promise<void> => {
    if (stock.isCrowded() && roots.size > 1 && areDivisible(events)) {
      throw new TooMuchAtOnceError();
    }
    const ready = stock.ready((key) => absent.has(key));
    if (ready.size === 0) {
      return;
    }
    const needs = [...ready.keys()].flatMap((key) => stock.needsOf(key));
    const later = new Set(needs.filter((key) => !ready.has(key) && !absent.has(key)));
    await applyRound({ wholes: ready, unreadable, later });
    for (const [key, whole] of ready) {
      stock.remove(key);
      mapper.forget(whole);
    }
    rounds += 1;
  };

  while (wanted.size > 0 && rounds < MAX_ROUNDS) {
    if (stock.isFull()) {
      await makeRoom();
    }
    await fetch();
  }
  return { wholes: stock.wholes(), unreadable, later: new Set() };
};

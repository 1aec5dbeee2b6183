import { omit } from 'lodash';

import type { Application } from './application';
import { askBeforeApply } from './before-apply';
import { type LocalDocument, findLocal } from './find-local';
import { afterLeaving, afterVersionLeft } from './leave';
import { localize } from './localize';
import {
  type Versions,
  byKey,
  findBase,
  withCopiedDrafts,
  withFollowingDrafts,
  withVersion,
  withoutVersion,
} from './versions';
import { writeLocal } from './write-local';
import { remoteOf, subscriptionTo } from '../apply-context';
import { type DocumentLink, type RemoteDocument, saveLink } from '../document-links';
import { MissingDocumentsError } from '../failures';
import { requireLocalSchema } from '../local-schema';
import type { ProducerSubscriptionRow } from '../producer-store';
import { type Change, describeNoPlace, receiveChanges } from '../receive';
import { type ContentTypeSchema, versionKey } from '../../documents';
import type { DocumentFields, LeavePolicy, StreamEvent } from '../../protocol';

/** Actions by which an editor changes a published version. */
const PUBLISHING = new Set(['create', 'update', 'publish']);

type Told = Extract<Change, { kind: 'create' | 'update' }>;
type Deletion = Extract<Change, { kind: 'delete' }>;

const isTold = (change: Change): change is Told =>
  change.kind === 'create' || change.kind === 'update';

/** What a document is to be here. */
interface Wanted {
  versions: Versions;
  /** Keys of those that are newly written. */
  changed: ReadonlySet<string>;
  /** Keys of those that stay, though they are deleted there. */
  spared: ReadonlySet<string>;
  /** Whether it goes on being kept in step. */
  isKept: boolean;
  /** Why events come to nothing here, by eventId. */
  skipped: ReadonlyMap<string, string>;
}

export interface AppliedChanges {
  /** null: there is no document any more. */
  localDocumentId: string | null;
  /** Why events come to nothing here, by eventId. */
  skipped: ReadonlyMap<string, string>;
}

/** What the versions consist of, as far as the changes say. */
const toldContents = (changes: Change[]): DocumentFields[] => {
  const contents = new Map<string, DocumentFields>();
  for (const change of changes.filter(isTold)) {
    const key = versionKey(change);
    contents.set(key, { ...contents.get(key), ...change.content.fields });
  }
  return [...contents.values()];
};

/** Keys of the published versions that come without their drafts. */
const withoutDraft = (changes: Change[]): ReadonlySet<string> =>
  new Set(changes.filter((change) => isTold(change) && change.withoutDraft).map(versionKey));

/** The published version went, and the document did not. */
const isLeaving = (subscription: ProducerSubscriptionRow | undefined, change: Deletion): boolean =>
  subscription?.versions === 'published' && change.unpublishes;

const skip = (wanted: Wanted, { eventId }: Change, reason: string): Wanted => ({
  ...wanted,
  skipped: new Map(wanted.skipped).set(eventId, reason),
});

const afterDeletion = async (
  { context }: Application,
  remote: RemoteDocument,
  local: LocalDocument,
  policy: LeavePolicy,
  wanted: Wanted,
  change: Deletion
): Promise<Wanted> => {
  const { versions, spared } = wanted;
  if (isLeaving(subscriptionTo(context, remote.contentType), change)) {
    const { locale } = change;
    const left = afterLeaving(policy, [...versions.values()], (one) => one === locale);
    return { ...wanted, versions: left ? byKey(left) : versions, isKept: left !== null };
  }
  const hooked = await askBeforeApply(context, remote, local, change, {
    updateType: 'delete',
    fields: null,
  });
  if (hooked.kind === 'skip') {
    const kept = new Set([...spared, versionKey(change)]);
    return skip({ ...wanted, spared: kept }, change, hooked.reason);
  }
  const left = change.deletesDocument
    ? new Map([...versions].filter(([key]) => spared.has(key)))
    : withoutVersion(versions, change);
  return { ...wanted, versions: left, isKept: true };
};

const afterTold = async (
  application: Application,
  remote: RemoteDocument,
  local: LocalDocument,
  wanted: Wanted,
  change: Told
): Promise<Wanted> => {
  const { locale, status, kind, content } = change;
  const { versions, changed } = wanted;
  const key = versionKey(change);
  const isNew = !versions.has(key);
  if (kind === 'update' && isNew) {
    throw new MissingDocumentsError([remote]);
  }
  const base = isNew && content.isPartial ? findBase(versions, change) : undefined;
  const localized = await localize(application, remote, local, change);
  const hooked = await askBeforeApply(application.context, remote, local, change, {
    updateType: kind,
    fields: isNew && !base ? localized : omit(localized, content.defaults),
  });
  if (hooked.kind === 'skip') {
    return skip(wanted, change, hooked.reason);
  }
  const version = { locale, status, fields: { ...base, ...hooked.fields } };
  return {
    ...wanted,
    versions: withVersion(versions, version, kind === 'update' || content.isPartial),
    changed: new Set([...changed, key]),
    isKept: true,
  };
};

const afterChange = (
  application: Application,
  remote: RemoteDocument,
  local: LocalDocument,
  wanted: Wanted,
  change: Change
): Wanted | Promise<Wanted> => {
  const policy = subscriptionTo(application.context, remote.contentType)?.onLeave ?? 'keep';
  switch (change.kind) {
    case 'create':
    case 'update':
      return afterTold(application, remote, local, wanted, change);
    case 'delete':
      return afterDeletion(application, remote, local, policy, wanted, change);
    case 'leave':
      return { ...wanted, ...afterVersionLeft(policy, wanted.versions, change) };
  }
};

/** Events of versions that nothing here could be. */
const findPlaceless = (
  { uid }: ContentTypeSchema,
  events: StreamEvent[],
  changes: Change[]
): ReadonlyMap<string, string> => {
  const placed = new Set(changes.map(({ eventId }) => eventId));
  return new Map(
    events
      .filter(({ eventId }) => !placed.has(eventId))
      .map((event) => [event.eventId, describeNoPlace(event, uid)])
  );
};

/** What is here that the changes are made to. */
const startOf = ({ state, versions }: LocalDocument, changes: Change[]): Versions => {
  // What is taken over becomes what it is there, and nothing else, unless only a part of it comes.
  const isPartial = changes.some((change) => isTold(change) && change.content.isPartial);
  return byKey(state === 'present' || isPartial ? versions : []);
};

/**
 * Applies what events change of a document.
 *
 * @param events what one document action did, in order; none of them is in already
 * @param last the last of them
 * @throws ApplyError, MissingDocumentsError, and whatever Strapi throws when it refuses
 */
export const applyChanges = async (
  application: Application,
  events: StreamEvent[],
  last: StreamEvent,
  link: DocumentLink | null
): Promise<AppliedChanges> => {
  const { context, supplies } = application;
  const { sequence, origin, path } = last;
  const remote = remoteOf(context, last);
  const schema = requireLocalSchema(context, last.contentType);
  const changes = await receiveChanges(context, supplies.mapped, schema, events);
  const local = await findLocal(context, schema, remote, link, toldContents(changes));

  const start = startOf(local, changes);
  let wanted: Wanted = {
    versions: start,
    changed: new Set(),
    spared: new Set(),
    isKept: true,
    skipped: findPlaceless(schema, events, changes),
  };
  for (const change of changes) {
    wanted = await afterChange(application, remote, local, wanted, change);
  }
  const { skipped } = wanted;
  if (wanted.versions === start && events.every(({ eventId }) => skipped.has(eventId))) {
    return { localDocumentId: link?.localDocumentId ?? null, skipped };
  }
  if (link?.state === 'detached' && wanted.changed.size === 0) {
    await saveLink(context.strapi, remote, { appliedSequence: sequence, state: 'detached' });
    return { localDocumentId: link.localDocumentId, skipped };
  }
  const isPublishedOnly = subscriptionTo(context, last.contentType)?.versions === 'published';
  const versions = isPublishedOnly
    ? withFollowingDrafts(wanted.versions, wanted.changed)
    : withCopiedDrafts(wanted.versions, start, withoutDraft(changes));
  const isRelinked = events.every(({ action }) => !PUBLISHING.has(action));
  const localDocumentId = await writeLocal(
    context,
    remote,
    local,
    [...versions.values()],
    { sequence, origin, path },
    isRelinked
  );
  if (!wanted.isKept) {
    await saveLink(context.strapi, remote, { state: 'detached' });
  }
  return { localDocumentId, skipped };
};

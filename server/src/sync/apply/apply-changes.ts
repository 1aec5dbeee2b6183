import type { Application } from './application';
import { type LocalDocument, findLocal } from './find-local';
import { afterLeaving, afterVersionLeft } from './leave';
import { localize } from './localize';
import { type Change, receiveChanges } from './receive';
import {
  type Versions,
  byKey,
  withChange,
  withCopiedDrafts,
  withFollowingDrafts,
} from './versions';
import { writeLocal } from './write-local';
import { remoteOf, subscriptionTo } from '../apply-context';
import { type DocumentLink, type RemoteDocument, saveLink } from '../document-links';
import { MissingDocumentsError } from '../failures';
import { requireLocalSchema } from '../local-schema';
import type { ProducerSubscriptionRow } from '../producer-store';
import { type DocumentVersion, versionKey } from '../../documents';
import type { StreamEvent } from '../../protocol';

/** Actions by which an editor changes a published version. */
const PUBLISHING = new Set(['create', 'update', 'publish']);

/** What a document is to be here. */
interface Wanted {
  versions: Versions;
  /** Keys of those that are newly written. */
  changed: ReadonlySet<string>;
  /** Whether it goes on being kept in step. */
  isKept: boolean;
}

/** What a document consists of that is not here yet, as far as the changes say. */
const toldVersions = (changes: Change[]): DocumentVersion[] => [
  ...changes.reduce(withChange, byKey([])).values(),
];

/** Keys of the published versions that come without their drafts. */
const withoutDraft = (changes: Change[]): ReadonlySet<string> =>
  new Set(
    changes
      .filter(
        (change) => change.kind !== 'delete' && change.kind !== 'leave' && change.withoutDraft
      )
      .map(versionKey)
  );

/** The published version went, and the document did not. */
const isLeaving = (subscription: ProducerSubscriptionRow | undefined, change: Change): boolean =>
  subscription?.versions === 'published' &&
  change.kind === 'delete' &&
  change.status === 'published' &&
  !change.deletesDocument;

const afterChange = async (
  application: Application,
  remote: RemoteDocument,
  local: LocalDocument,
  { versions, changed }: Wanted,
  change: Change
): Promise<Wanted> => {
  const subscription = subscriptionTo(application.context, remote.contentType);
  const policy = subscription?.onLeave ?? 'keep';
  if (isLeaving(subscription, change)) {
    const { locale } = change;
    const left = afterLeaving(policy, [...versions.values()], (one) => one === locale);
    return { versions: left ? byKey(left) : versions, changed, isKept: left !== null };
  }
  if (change.kind === 'leave') {
    return { changed, ...afterVersionLeft(policy, versions, change) };
  }
  if (change.kind === 'delete') {
    return { versions: withChange(versions, change), changed, isKept: true };
  }
  const key = versionKey(change);
  if (change.kind === 'update' && !versions.has(key)) {
    throw new MissingDocumentsError([remote]);
  }
  const fields = await localize(application, remote, local, change.status, change.fields);
  return {
    versions: withChange(versions, { ...change, fields }),
    changed: new Set([...changed, key]),
    isKept: true,
  };
};

/**
 * Applies what events change of a document.
 *
 * @param events what one document action did, in order; none of them is in already
 * @param last the last of them
 * @returns the id of the local document; null when there is none any more
 * @throws ApplyError, MissingDocumentsError, and whatever Strapi throws when it refuses
 */
export const applyChanges = async (
  application: Application,
  events: StreamEvent[],
  last: StreamEvent,
  link: DocumentLink | null
): Promise<string | null> => {
  const { context } = application;
  const { sequence, origin, path } = last;
  const remote = remoteOf(context, last);
  const schema = requireLocalSchema(context, last.contentType);
  const changes = await receiveChanges(context, schema, events);
  const local = await findLocal(context, schema, remote, link, toldVersions(changes));

  // What is taken over becomes what it is there, and nothing else.
  const start = local.state === 'present' ? local.versions : [];
  let wanted: Wanted = { versions: byKey(start), changed: new Set(), isKept: true };
  for (const change of changes) {
    wanted = await afterChange(application, remote, local, wanted, change);
  }
  if (link?.state === 'detached' && wanted.changed.size === 0) {
    await saveLink(context.strapi, remote, { appliedSequence: sequence, state: 'detached' });
    return link.localDocumentId;
  }
  const isPublishedOnly = subscriptionTo(context, last.contentType)?.versions === 'published';
  const versions = isPublishedOnly
    ? withFollowingDrafts(wanted.versions, wanted.changed)
    : withCopiedDrafts(wanted.versions, byKey(start), withoutDraft(changes));
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
  return localDocumentId;
};

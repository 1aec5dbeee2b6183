import type { Applied, Application, Cause } from './application';
import { type FileChange, applyFile, leaveFile } from './apply-file';
import { type LocalDocument, findLocal } from './find-local';
import { afterLeaving, afterWithheld } from './leave';
import { localize } from './localize';
import { receiveVersions } from './receive';
import { type Versions, byKey, withCopiedDrafts, withFollowingDrafts } from './versions';
import { type Provenance, writeLocal } from './write-local';
import { type WholeDocument, keyOf, remoteOf, subscriptionTo } from '../apply-context';
import { type DocumentLink, type RemoteDocument, findLink, saveLink } from '../document-links';
import { MissingDocumentsError, type RemoteReference } from '../failures';
import { requireLocalSchema } from '../local-schema';
import { type DocumentVersion, FILE, hasDraftAndPublish, versionKey } from '../../documents';
import type { LeavePolicy } from '../../protocol';

const provenanceOf = ({ context }: Application, whole: WholeDocument, cause: Cause): Provenance => {
  if (cause.kind === 'event') {
    const { origin, path } = cause;
    return { sequence: Math.max(whole.sequence, cause.sequence), origin, path };
  }
  const { siteId } = context.producer;
  return { sequence: whole.sequence, origin: siteId, path: [siteId] };
};

/** Nothing of the document is published there any more, or meets the condition. */
const leave = async (
  { context }: Application,
  remote: RemoteDocument,
  local: LocalDocument,
  isWithheld: boolean,
  provenance: Provenance
): Promise<string | null> => {
  const policy = subscriptionTo(context, remote.contentType)?.onLeave ?? 'keep';
  const left = local.state === 'absent' ? null : afterLeaving(policy, local.versions, () => true);
  if (left === null || (isWithheld && left.length === local.versions.length)) {
    await saveLink(context.strapi, remote, {
      appliedSequence: provenance.sequence,
      state: 'detached',
    });
    return local.state === 'absent' ? null : local.documentId;
  }
  return writeLocal(context, remote, local, left, provenance);
};

const localizeAll = async (
  application: Application,
  remote: RemoteDocument,
  local: LocalDocument,
  versions: DocumentVersion[]
): Promise<Versions> => {
  const localized: DocumentVersion[] = [];
  for (const version of versions) {
    const { status, fields } = version;
    localized.push({
      ...version,
      fields: await localize(application, remote, local, status, fields),
    });
  }
  return byKey(localized);
};

/** A subscription to published versions says nothing of drafts that were never published. */
const withOwnDrafts = (versions: Versions, before: DocumentVersion[]): Versions =>
  byKey([
    ...versions.values(),
    ...before.filter((version) => version.status === 'draft' && !versions.has(versionKey(version))),
  ]);

/** What the producer withholds is not gone: what is here of it stays, as far as the policy goes. */
const withWithheld = (
  versions: Versions,
  { withheld }: WholeDocument,
  local: LocalDocument,
  policy: LeavePolicy
): Versions => {
  // What is taken over becomes what it is there, and nothing else.
  const before = local.state === 'present' ? local.versions : [];
  const draftsWithheld = new Set(
    withheld
      .filter(({ status }) => status === 'draft')
      .map(({ locale }) => versionKey({ locale, status: 'published' }))
  );
  const kept = byKey([...afterWithheld(policy, before, withheld), ...versions.values()]);
  return withCopiedDrafts(kept, byKey(before), draftsWithheld);
};

const applyDocument = async (
  application: Application,
  whole: WholeDocument,
  link: DocumentLink | null,
  provenance: Provenance
): Promise<string | null> => {
  const { context } = application;
  const remote = remoteOf(context, whole);
  const schema = requireLocalSchema(context, whole.contentType);
  const received = await receiveVersions(context, schema, whole.versions);
  const local = await findLocal(context, schema, remote, link, received);
  const subscription = subscriptionTo(context, whole.contentType);
  const isPublishedOnly = subscription?.versions === 'published';
  const isWithheld = whole.withheld.length > 0;
  if (received.length === 0 && (isPublishedOnly || isWithheld)) {
    return leave(application, remote, local, isWithheld, provenance);
  }
  let wanted = await localizeAll(application, remote, local, received);
  if (isWithheld) {
    wanted = withWithheld(wanted, whole, local, subscription?.onLeave ?? 'keep');
  }
  if (isPublishedOnly && hasDraftAndPublish(schema)) {
    wanted = withFollowingDrafts(wanted, new Set(wanted.keys()));
    wanted = withOwnDrafts(wanted, local.versions);
  }
  return writeLocal(context, remote, local, [...wanted.values()], provenance);
};

const applySupplied = (
  application: Application,
  whole: WholeDocument,
  link: DocumentLink | null,
  cause: Cause
): Promise<string | null> => {
  const provenance = provenanceOf(application, whole, cause);
  if (whole.contentType === FILE && whole.versions.length === 0 && whole.withheld.length > 0) {
    return leaveFile(application, whole, link, provenance);
  }
  if (whole.contentType === FILE) {
    const isNeeded = cause.kind === 'dependency';
    if (whole.versions.length === 0 && whole.withheld.length > 0) {
      return leaveFile(application, whole, link, provenance);
    }
    const change: FileChange =
      whole.versions.length === 0 ? { kind: 'delete' } : { kind: 'write', isNeeded };
    return applyFile(application, whole, link, change, provenance);
  }
  return application.circles.during(whole, () =>
    applyDocument(application, whole, link, provenance)
  );
};

/**
 * Applies a document as it is on the producer, which is among the supplies.
 *
 * @throws ApplyError, MissingDocumentsError, and whatever Strapi throws when it refuses
 */
export const applyWhole = async (
  application: Application,
  reference: RemoteReference,
  cause: Cause
): Promise<Applied> => {
  const { context, supplies } = application;
  const whole = supplies.wholes.get(keyOf(reference));
  if (!whole) {
    throw new MissingDocumentsError([reference]);
  }
  const link = await findLink(context.strapi, remoteOf(context, reference));
  if (link && whole.sequence < link.appliedSequence) {
    return { kind: 'redelivered' };
  }
  const localDocumentId = await applySupplied(application, whole, link, cause);
  return { kind: 'applied', localDocumentId, versions: whole.versions };
};

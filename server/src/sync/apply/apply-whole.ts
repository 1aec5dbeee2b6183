import { isEqual, omit } from 'lodash';

import type { Applied, Application, Cause } from './application';
import { type FileChange, applyFile, leaveFile } from './apply-file';
import { askBeforeApply } from './before-apply';
import { type LocalDocument, findLocal } from './find-local';
import { afterLeaving, afterWithheld } from './leave';
import { localize } from './localize';
import { missingDocument } from './missing-document';
import {
  type Versions,
  byKey,
  findBase,
  withCopiedDrafts,
  withFollowingDrafts,
  withVersion,
} from './versions';
import { type Provenance, writeLocal } from './write-local';
import { type WholeDocument, keyOf, remoteOf, subscriptionTo } from '../apply-context';
import { type DocumentLink, type RemoteDocument, findLink, saveLink } from '../document-links';
import type { RemoteReference } from '../failures';
import { type Received, describeNoPlace, receiveDocument } from '../receive';
import { type DocumentVersion, FILE, hasDraftAndPublish, versionKey } from '../../documents';
import type { LeavePolicy } from '../../protocol';

type AppliedWhole =
  | { kind: 'applied'; localDocumentId: string | null }
  | Extract<Applied, { kind: 'skipped' }>;

const written = (localDocumentId: string | null): AppliedWhole => ({
  kind: 'applied',
  localDocumentId,
});

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

/** What a whole document is to be here, and what hooks of this site left out of it. */
interface Wanted {
  versions: Versions;
  /** Why, in the order in which they were asked. */
  skipped: string[];
}

const localizeAll = async (
  application: Application,
  remote: RemoteDocument,
  local: LocalDocument,
  { versions, isWithinReach }: Received
): Promise<Wanted> => {
  const here = byKey(local.versions);
  // A version that only this site can have is its own.
  let wanted = byKey(local.versions.filter((version) => !isWithinReach(version)));
  const skipped: string[] = [];
  for (const version of versions) {
    const { locale, status, content } = version;
    const before = here.get(versionKey(version));
    const base =
      before || !content.isPartial
        ? undefined
        : (findBase(wanted, version) ?? findBase(here, version));
    const localized = await localize(application, remote, local, version);
    const hooked = await askBeforeApply(application.context, remote, local, version, {
      updateType: before ? 'update' : 'create',
      fields: before || base ? omit(localized, content.defaults) : localized,
    });
    if (hooked.kind === 'skip') {
      skipped.push(hooked.reason);
    }
    const fields = hooked.kind === 'skip' ? before?.fields : hooked.fields;
    if (fields) {
      const rest = content.isPartial ? (before?.fields ?? base) : undefined;
      const written = { locale, status, fields: { ...rest, ...fields } };
      wanted = withVersion(wanted, written, false);
    }
  }
  return { versions: wanted, skipped };
};

/** Hooks may keep what is gone on the producer. */
const withSpared = async (
  { context }: Application,
  remote: RemoteDocument,
  local: LocalDocument,
  { versions, skipped }: Wanted
): Promise<Wanted> => {
  const spared: DocumentVersion[] = [];
  const reasons: string[] = [];
  const before = local.state === 'present' ? local.versions : [];
  for (const version of before.filter((one) => !versions.has(versionKey(one)))) {
    const hooked = await askBeforeApply(context, remote, local, version, {
      updateType: 'delete',
      fields: null,
    });
    if (hooked.kind === 'skip') {
      spared.push(version);
      reasons.push(hooked.reason);
    }
  }
  return { versions: byKey([...versions.values(), ...spared]), skipped: [...skipped, ...reasons] };
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
  { withheld }: Received,
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

const sameVersions = (versions: Versions, before: DocumentVersion[]): boolean =>
  versions.size === before.length &&
  before.every((version) => isEqual(versions.get(versionKey(version)), version));

/** Nothing of it is written, since hooks of this site left out all that would have been. */
const isSkipped = ({ versions, skipped }: Wanted, { versions: before }: LocalDocument): boolean =>
  skipped.length > 0 && sameVersions(versions, before);

const applyDocument = async (
  application: Application,
  whole: WholeDocument,
  link: DocumentLink | null,
  provenance: Provenance
): Promise<AppliedWhole> => {
  const { context, supplies } = application;
  const remote = remoteOf(context, whole);
  const received = await receiveDocument(context, supplies.mapped, whole);
  const { schema, withheld } = received;
  const contents = received.versions.map(({ content }) => content.fields);
  const local = await findLocal(context, schema, remote, link, contents);
  const subscription = subscriptionTo(context, whole.contentType);
  const isPublishedOnly = subscription?.versions === 'published';
  const isWithheld = withheld.length > 0;
  if (whole.versions.length === 0 && (isPublishedOnly || isWithheld)) {
    return written(await leave(application, remote, local, isWithheld, provenance));
  }
  const [first] = whole.versions;
  if (first && received.versions.length === 0 && local.state === 'absent') {
    return { kind: 'skipped', reason: describeNoPlace(first, schema.uid) };
  }
  const localized = await localizeAll(application, remote, local, received);
  let wanted = localized.versions;
  if (isWithheld) {
    wanted = withWithheld(wanted, received, local, subscription?.onLeave ?? 'keep');
  }
  if (isPublishedOnly && hasDraftAndPublish(schema)) {
    wanted = withFollowingDrafts(wanted, new Set(wanted.keys()));
    wanted = withOwnDrafts(wanted, local.versions);
  }
  const spared = await withSpared(application, remote, local, { ...localized, versions: wanted });
  if (isSkipped(spared, local)) {
    return { kind: 'skipped', reason: spared.skipped.join(' ') };
  }
  const versions = [...spared.versions.values()];
  return written(await writeLocal(context, remote, local, versions, provenance));
};

const applySupplied = async (
  application: Application,
  whole: WholeDocument,
  link: DocumentLink | null,
  cause: Cause
): Promise<AppliedWhole> => {
  const provenance = provenanceOf(application, whole, cause);
  if (whole.contentType !== FILE) {
    return application.circles.during(whole, () =>
      applyDocument(application, whole, link, provenance)
    );
  }
  if (whole.versions.length === 0 && whole.withheld.length > 0) {
    return written(await leaveFile(application, whole, link, provenance));
  }
  const isNeeded = cause.kind === 'dependency';
  const change: FileChange =
    whole.versions.length === 0 ? { kind: 'delete' } : { kind: 'write', isNeeded };
  return written(await applyFile(application, whole, link, change, provenance));
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
    throw missingDocument(supplies, reference);
  }
  const link = await findLink(context.strapi, remoteOf(context, reference));
  if (link && whole.sequence < link.appliedSequence) {
    return { kind: 'redelivered' };
  }
  const applied = await applySupplied(application, whole, link, cause);
  return applied.kind === 'skipped'
    ? applied
    : { ...applied, versions: whole.versions, skipped: new Map() };
};

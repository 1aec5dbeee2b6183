/**
 * Applies events, document by document, in the ambient transaction: what a document is to be is
 * worked out from what it is here and what the events change, and then written.
 */
import { omit } from 'lodash';

import {
  type ApplyContext,
  type WholeDocument,
  areMatched,
  keyOf,
  subscriptionTo,
  usesSameId,
} from './apply-context';
import type { Supplies } from './gather';
import { assertMay } from './assert-may';
import { ProducerError } from './client';
import {
  type DocumentLink,
  type RemoteDocument,
  findLink,
  isLinked,
  saveLink,
} from './document-links';
import {
  type RemoteReference,
  ApplyError,
  MissingDocumentsError,
  classifyFailure,
} from './failures';
import { deleteFile, writeFile } from './files';
import { type LocalDocument, findLocal } from './find-local';
import { assertReceivable, requireSchema } from './receivable';
import { referenceKey, resolveReferences } from './resolve-references';
import {
  type ContentTypeSchema,
  type DocumentVersion,
  FILE,
  createDocumentId,
  findReferences,
  hasDraftAndPublish,
  mapReferences,
  readVersions,
  versionKey,
  withoutSideEffects,
  writeDocument,
} from '../documents';
import { runWithStreamContext } from '../platform';
import type { DocumentFields, StreamEvent, VersionStatus } from '../protocol';

export type Applied =
  | { kind: 'applied'; localDocumentId: string | null }
  /** It is in already. */
  | { kind: 'redelivered' }
  | { kind: 'parked' };

/** A document that came along, for the sync log. */
export interface Dependency extends RemoteReference {
  sequence: number;
  localDocumentId: string | null;
}

export type Applier = ReturnType<typeof createApplier>;

/** Actions by which an editor changes a published version. */
const PUBLISHING = new Set(['create', 'update', 'publish']);

type Versions = Map<string, DocumentVersion>;

const byKey = (versions: DocumentVersion[]): Versions =>
  new Map(versions.map((version) => [versionKey(version), version]));

/** @param supplies what was brought for this, before the transaction */
export const createApplier = (context: ApplyContext, { wholes, files }: Supplies) => {
  const { strapi, producer, subscriber } = context;
  const dependencies: Dependency[] = [];
  const brought = new Set<string>();
  /** Documents being applied now: they can refer to each other in a circle. */
  const underWay = new Set<string>();
  /** Written without a reference to one of those; once it is here, they are completed. */
  const unfinished = new Map<string, RemoteReference>();

  const remoteOf = ({ contentType, documentId }: RemoteReference): RemoteDocument => ({
    producerSiteId: producer.siteId,
    contentType,
    documentId,
  });

  /**
   * The fields in this site's ids. Targets that are not here are brought first; one that is gone
   * on the producer is left out: the event that says so is on its way.
   */
  const localize = async (
    schema: ContentTypeSchema,
    owner: RemoteReference,
    local: LocalDocument,
    status: VersionStatus | null,
    fields: DocumentFields
  ): Promise<DocumentFields> => {
    const isSelf = (reference: RemoteReference) => keyOf(reference) === keyOf(owner);
    const references = findReferences(strapi, schema, fields);
    if (references.length === 0) {
      return fields;
    }
    const resolve = () => resolveReferences(context, references, status);
    let resolved = await resolve();
    const missing = references.filter(
      (reference) =>
        !areMatched(context, reference.contentType) &&
        !isSelf(reference) &&
        !resolved.get(referenceKey(reference))
    );
    if (missing.length > 0) {
      for (const reference of missing) {
        await bring(reference, owner);
      }
      resolved = await resolve();
    }
    return mapReferences(strapi, schema, fields, (reference) => {
      const documentId = isSelf(reference)
        ? local.documentId
        : (resolved.get(referenceKey(reference)) ?? null);
      return documentId === null ? null : { ...omit(reference, 'email'), documentId };
    });
  };

  /** Makes sure that a document which another one refers to is here, if it can be had. */
  const bring = async (reference: RemoteReference, owner: RemoteReference): Promise<void> => {
    const key = keyOf(reference);
    if (underWay.has(key)) {
      unfinished.set(keyOf(owner), owner);
      return;
    }
    const whole = wholes.get(key);
    if (!whole) {
      throw new MissingDocumentsError([reference]);
    }
    if (whole.versions.length === 0 || brought.has(key)) {
      return;
    }
    try {
      const applied = await applyWhole(reference);
      brought.add(key);
      if (applied.kind === 'applied') {
        dependencies.push({
          ...reference,
          sequence: whole.sequence,
          localDocumentId: applied.localDocumentId,
        });
      }
    } catch (error) {
      if (error instanceof MissingDocumentsError || classifyFailure(error).cause === 'transient') {
        throw error;
      }
      throw new MissingDocumentsError([reference], `it failed: ${classifyFailure(error).message}`);
    }
  };

  const isFollowed = (contentType: string, documentId: string): Promise<boolean> =>
    subscriptionTo(context, contentType)
      ? isLinked(strapi, producer.siteId, contentType, documentId)
      : Promise.resolve(false);

  /**
   * Between asking for a file and for its bytes, its last use was taken away, or it was deleted. If
   * a document needs it, bytes that cannot be read are a failure.
   */
  const isHidden = (documentId: string, isNeeded: boolean): boolean => {
    const prepared = files.get(documentId);
    const error = prepared?.kind === 'failed' ? prepared.error : null;
    if (error instanceof ApplyError) {
      return error.failure === 'dependency' && !isNeeded;
    }
    return error instanceof ProducerError && error.code === 'file_not_found';
  };

  /** A file comes with its bytes, and in its own way (decision 6). */
  const applyFile = async (
    reference: RemoteReference,
    link: DocumentLink | null,
    { sequence, versions }: Pick<WholeDocument, 'sequence' | 'versions'>,
    { origin, path, isNeeded }: { origin: string; path: string[]; isNeeded: boolean }
  ): Promise<Applied> => {
    const known =
      link?.localDocumentId ?? (usesSameId(context, FILE) ? reference.documentId : null);
    const isGone = versions.length === 0;
    if ((isGone || isHidden(reference.documentId, isNeeded)) && !subscriptionTo(context, FILE)) {
      // Nothing shows the file there any more. Here it stays, for others may use it.
      const localDocumentId = link?.localDocumentId ?? null;
      await saveLink(strapi, remoteOf(reference), { appliedSequence: sequence, state: 'stale' });
      return { kind: 'applied', localDocumentId };
    }
    let localDocumentId: string | null = null;
    if (known !== null || !isGone) {
      const documentId = known ?? createDocumentId();
      await runWithStreamContext({ origin, path, contentType: FILE, documentId }, async () => {
        if (isGone) {
          await deleteFile(context.files, documentId);
        } else {
          localDocumentId = await writeFile(context.files, files, reference.documentId, documentId);
        }
      });
    }
    await saveLink(strapi, remoteOf(reference), {
      localDocumentId,
      appliedSequence: sequence,
      state: localDocumentId === null ? 'deleted' : 'linked',
    });
    return { kind: 'applied', localDocumentId };
  };

  /** Writes what the document is to be, and moves its link on. */
  const write = async (
    schema: ContentTypeSchema,
    remote: RemoteDocument,
    local: LocalDocument,
    before: DocumentVersion[],
    wanted: DocumentVersion[],
    {
      appliedSequence,
      origin,
      path,
      isRelinked = false,
    }: { appliedSequence: number; origin: string; path: string[]; isRelinked?: boolean }
  ): Promise<string | null> => {
    await assertMay(
      strapi,
      subscriber,
      context.permissionsOn,
      schema,
      local.documentId,
      before,
      wanted
    );
    if (before.length > 0 || wanted.length > 0) {
      const document = {
        contentType: schema.uid,
        documentId: local.documentId,
        versions: wanted,
        isRelinked,
        authorId: subscriber.id,
      };
      await runWithStreamContext(
        { origin, path, contentType: schema.uid, documentId: local.documentId },
        () =>
          withoutSideEffects(strapi, document, isFollowed, () =>
            writeDocument(strapi, document, before)
          )
      );
    }
    const localDocumentId = wanted.length > 0 ? local.documentId : null;
    await saveLink(strapi, remote, {
      localDocumentId,
      appliedSequence,
      state: localDocumentId === null ? 'deleted' : 'linked',
    });
    return localDocumentId;
  };

  /** Of a subscription to published versions, the draft follows what is published. */
  const withFollowingDrafts = (contentType: string, wanted: Versions, changed: Set<string>) => {
    if (subscriptionTo(context, contentType)?.versions !== 'published') {
      return;
    }
    for (const key of changed) {
      const version = wanted.get(key);
      if (version?.status === 'published') {
        const draft: DocumentVersion = { ...version, status: 'draft' };
        wanted.set(versionKey(draft), draft);
      }
    }
  };

  /** @returns whether the document goes on being kept in step */
  const leave = (event: StreamEvent, wanted: Versions): boolean => {
    const subscription = subscriptionTo(context, event.contentType);
    if (
      subscription?.versions !== 'published' ||
      event.status !== 'published' ||
      event.deletesDocument
    ) {
      wanted.delete(versionKey(event));
      return true;
    }
    switch (subscription.onLeave) {
      case 'keep':
        return false;
      case 'unpublish':
        wanted.delete(versionKey(event));
        return true;
      case 'delete':
        wanted.delete(versionKey(event));
        wanted.delete(versionKey({ ...event, status: 'draft' }));
        return true;
    }
  };

  /** Nothing of the document is published there any more. */
  const leaveWhole = async (
    schema: ContentTypeSchema,
    remote: RemoteDocument,
    local: LocalDocument,
    before: DocumentVersion[],
    appliedSequence: number
  ): Promise<Applied> => {
    const onLeave = subscriptionTo(context, schema.uid)?.onLeave ?? 'keep';
    if (onLeave === 'keep' || before.length === 0) {
      await saveLink(strapi, remote, { appliedSequence, state: 'detached' });
      return { kind: 'applied', localDocumentId: local.exists ? local.documentId : null };
    }
    const wanted =
      onLeave === 'delete' ? [] : before.filter(({ status }) => status !== 'published');
    const localDocumentId = await write(schema, remote, local, before, wanted, {
      appliedSequence,
      origin: producer.siteId,
      path: [producer.siteId],
    });
    return { kind: 'applied', localDocumentId };
  };

  /** Applies the present whole state of a document, which is among the wholes. */
  const applyWhole = async (
    reference: RemoteReference,
    { atLeast = 0, origin, path }: { atLeast?: number; origin?: string; path?: string[] } = {}
  ): Promise<Applied> => {
    const whole = wholes.get(keyOf(reference));
    if (!whole) {
      throw new MissingDocumentsError([reference]);
    }
    const remote = remoteOf(reference);
    const link = await findLink(strapi, remote);
    if (link && whole.sequence < link.appliedSequence) {
      return { kind: 'redelivered' };
    }
    if (reference.contentType === FILE) {
      return applyFile(
        reference,
        link,
        { sequence: Math.max(whole.sequence, atLeast), versions: whole.versions },
        {
          origin: origin ?? producer.siteId,
          path: path ?? [producer.siteId],
          // What is no event of its own is needed by another document.
          isNeeded: origin === undefined,
        }
      );
    }
    underWay.add(keyOf(reference));
    try {
      const schema = requireSchema(strapi, reference.contentType);
      const local = await findLocal(context, schema, reference, link, whole.versions);
      const before = local.exists ? await readVersions(strapi, schema.uid, local.documentId) : [];
      const isPublishedOnly = subscriptionTo(context, schema.uid)?.versions === 'published';
      if (whole.versions.length === 0 && isPublishedOnly) {
        return await leaveWhole(schema, remote, local, before, whole.sequence);
      }
      const wanted: Versions = new Map();
      for (const version of whole.versions) {
        await assertReceivable(context, schema, version, version.fields);
        const { status } = version;
        const fields = await localize(schema, reference, local, status, version.fields);
        wanted.set(versionKey(version), { ...version, fields });
      }
      withFollowingDrafts(schema.uid, wanted, new Set(wanted.keys()));
      if (isPublishedOnly && hasDraftAndPublish(schema)) {
        // Drafts without a published version are this site's own.
        before
          .filter((version) => version.status === 'draft' && !wanted.has(versionKey(version)))
          .forEach((version) => wanted.set(versionKey(version), version));
      }
      const localDocumentId = await write(schema, remote, local, before, [...wanted.values()], {
        appliedSequence: Math.max(whole.sequence, atLeast),
        origin: origin ?? producer.siteId,
        path: path ?? [producer.siteId],
      });
      return { kind: 'applied', localDocumentId };
    } finally {
      underWay.delete(keyOf(reference));
    }
  };

  /** Completes the documents that were written while a target of theirs was still under way. */
  const finish = async (): Promise<void> => {
    while (underWay.size === 0 && unfinished.size > 0) {
      const [reference] = [...unfinished.values()];
      if (reference) {
        unfinished.delete(keyOf(reference));
        if (wholes.has(keyOf(reference))) {
          await applyWhole(reference);
        }
      }
    }
  };

  const applyChanges = async (
    schema: ContentTypeSchema,
    events: StreamEvent[],
    last: StreamEvent,
    link: DocumentLink | null
  ): Promise<Applied> => {
    const remote = remoteOf(last);
    const local = await findLocal(context, schema, last, link, []);
    const before = local.exists ? await readVersions(strapi, schema.uid, local.documentId) : [];
    const wanted = byKey(before);
    const changed = new Set<string>();
    let isKept = true;

    for (const event of events) {
      const key = versionKey(event);
      await assertReceivable(context, schema, event, event.data);
      if (event.updateType === 'delete') {
        isKept = leave(event, wanted);
      } else {
        const present = wanted.get(key);
        if (!present && event.updateType === 'update') {
          throw new MissingDocumentsError([remote]);
        }
        const fields = await localize(schema, event, local, event.status, event.data ?? {});
        wanted.set(key, {
          locale: event.locale,
          status: event.status,
          fields: event.updateType === 'create' ? fields : { ...present?.fields, ...fields },
        });
        changed.add(key);
        isKept = true;
      }
      if (event.deletesDocument) {
        wanted.clear();
      }
    }
    if (link?.state === 'detached' && changed.size === 0) {
      await saveLink(strapi, remote, { appliedSequence: last.sequence, state: 'detached' });
      return { kind: 'applied', localDocumentId: link.localDocumentId };
    }
    withFollowingDrafts(schema.uid, wanted, changed);
    const adopted =
      before.length > 0 || link
        ? local
        : await findLocal(context, schema, last, link, [...wanted.values()]);
    const localDocumentId = await write(
      schema,
      remote,
      adopted,
      adopted === local || !adopted.exists
        ? before
        : await readVersions(strapi, schema.uid, adopted.documentId),
      [...wanted.values()],
      {
        appliedSequence: last.sequence,
        origin: last.origin,
        path: last.path,
        isRelinked: events.every(({ action }) => !PUBLISHING.has(action)),
      }
    );
    if (!isKept) {
      await saveLink(strapi, remote, { state: 'detached' });
    }
    return { kind: 'applied', localDocumentId };
  };

  return {
    /** Documents that came along, in the order in which they were written. */
    dependencies,

    applyWhole: async (
      reference: RemoteReference,
      options: { atLeast?: number; origin?: string; path?: string[] } = {}
    ): Promise<Applied> => {
      const applied = await applyWhole(reference, options);
      await finish();
      return applied;
    },

    /**
     * Applies what one document action did to one document.
     *
     * @param evenIfParked for resync, which empties the queue of a parked document
     * @throws ApplyError, MissingDocumentsError, and whatever Strapi throws when it refuses
     */
    async applyEvents(
      events: StreamEvent[],
      { evenIfParked = false }: { evenIfParked?: boolean } = {}
    ): Promise<Applied> {
      const link = events[0] ? await findLink(strapi, remoteOf(events[0])) : null;
      const fresh = events.filter(({ sequence }) => sequence > (link?.appliedSequence ?? -1));
      const last = fresh.at(-1);
      if (!last) {
        return { kind: 'redelivered' };
      }
      if (link?.state === 'parked' && !evenIfParked) {
        return { kind: 'parked' };
      }
      const schema = requireSchema(strapi, last.contentType);
      const whole = wholes.get(keyOf(last));
      let applied: Applied;
      if (whole && last.updateType !== 'delete') {
        applied = await applyWhole(last, {
          atLeast: last.sequence,
          origin: last.origin,
          path: last.path,
        });
      } else if (last.contentType === FILE && last.updateType === 'delete') {
        applied = await applyFile(
          last,
          link,
          { sequence: last.sequence, versions: [] },
          { origin: last.origin, path: last.path, isNeeded: false }
        );
      } else if (last.contentType === FILE || fresh.some(({ isIncomplete }) => isIncomplete)) {
        throw new MissingDocumentsError([last]);
      } else {
        underWay.add(keyOf(last));
        try {
          applied = await applyChanges(schema, fresh, last, link);
        } finally {
          underWay.delete(keyOf(last));
        }
      }
      await finish();
      return applied;
    },

    usesSameId: (contentType: string) => usesSameId(context, contentType),
  };
};

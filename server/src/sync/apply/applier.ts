/**
 * Applies events, document by document, in the ambient transaction.
 *
 * 1. What the producer tells, a whole document (`apply-whole.ts`) or changes of one
 *    (`apply-changes.ts`), is received as content of this site's content type (`../receive`).
 * 2. The local document is found that it is, or is to become (`find-local.ts`).
 * 3. References are put into this site's ids, and what is missing is brought first, which is
 *    applying a whole document again (`localize.ts`, `bring.ts`, `circles.ts`).
 * 4. What the document is to be is written (`versions.ts`, `leave.ts`, `write-local.ts`).
 *
 * Files go their own way (`apply-file.ts`).
 */
import type { Applied, Application, Cause } from './application';
import { type AppliedChanges, applyChanges } from './apply-changes';
import { applyFile, leaveFile } from './apply-file';
import { applyWhole } from './apply-whole';
import { bring } from './bring';
import { createCircles } from './circles';
import { missingDocument } from './missing-document';
import { type ApplyContext, keyOf, remoteOf } from '../apply-context';
import { type DocumentLink, findLink } from '../document-links';
import type { RemoteReference } from '../failures';
import type { Supplies } from '../gather';
import { requireLocalSchema } from '../local-schema';
import { lacksFields } from '../receive';
import { FILE } from '../../documents';
import type { StreamEvent } from '../../protocol';

export type Applier = ReturnType<typeof createApplier>;

/** Completes the documents that were written while a target of theirs was still under way. */
const finish = async ({ supplies, circles, applyDependency }: Application): Promise<void> => {
  for (let next = circles.takeOpen(); next; next = circles.takeOpen()) {
    if (supplies.wholes.has(keyOf(next))) {
      await applyDependency(next);
    }
  }
};

const applyInSteps = async (
  application: Application,
  events: StreamEvent[],
  last: StreamEvent,
  link: DocumentLink | null
): Promise<AppliedChanges> => {
  const { context, circles } = application;
  const { sequence, origin, path, updateType, leaves } = last;
  const provenance = { sequence, origin, path };
  if (last.contentType === FILE && updateType === 'delete') {
    const localDocumentId = leaves
      ? await leaveFile(application, last, link, provenance)
      : await applyFile(application, last, link, { kind: 'delete' }, provenance);
    return { localDocumentId, skipped: new Map() };
  }
  if (
    last.contentType === FILE ||
    events.some((event) => event.isIncomplete || lacksFields(context, event))
  ) {
    throw missingDocument(application.supplies, last);
  }
  return circles.during(last, () => applyChanges(application, events, last, link));
};

/**
 * @param events those of one document action that are not in already
 * @param last the last of them
 */
const applyFresh = async (
  application: Application,
  events: StreamEvent[],
  last: StreamEvent,
  link: DocumentLink | null
): Promise<Applied> => {
  const { context, supplies } = application;
  // What does not fit here is not asked for as a whole.
  requireLocalSchema(context, last.contentType);
  if (last.updateType !== 'delete' && supplies.wholes.has(keyOf(last))) {
    const { sequence, origin, path } = last;
    return applyWhole(application, last, { kind: 'event', sequence, origin, path });
  }
  const applied = await applyInSteps(application, events, last, link);
  return { kind: 'applied', ...applied, versions: null };
};

/** @param supplies what was brought for this, before the transaction */
export const createApplier = (context: ApplyContext, supplies: Supplies) => {
  const application: Application = {
    context,
    supplies,
    applyDependency: (reference) => applyWhole(application, reference, { kind: 'dependency' }),
    dependencies: [],
    unfinished: new Map(),
    brought: new Set(),
    circles: createCircles(),
  };

  return {
    /** Documents that came along, in the order in which they were written. */
    dependencies: application.dependencies,
    /** What those of them lack that were written without something that comes later. */
    unfinished: application.unfinished,

    /**
     * Applies documents because others refer to them, before these.
     *
     * @throws MissingDocumentsError, and transient errors
     */
    async bringAll(references: RemoteReference[]): Promise<void> {
      for (const reference of references) {
        await bring(application, reference, reference);
      }
      await finish(application);
    },

    /**
     * Applies a document as it is on the producer, in place of an event.
     *
     * @throws ApplyError, MissingDocumentsError, and whatever Strapi throws when it refuses
     */
    async applyWhole(
      reference: RemoteReference,
      event: Pick<StreamEvent, 'sequence' | 'origin' | 'path'>
    ): Promise<Applied> {
      const { sequence, origin, path } = event;
      const cause: Cause = { kind: 'event', sequence, origin, path };
      const applied = await applyWhole(application, reference, cause);
      await finish(application);
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
      const [first] = events;
      const link = first ? await findLink(context.strapi, remoteOf(context, first)) : null;
      const fresh = events.filter(({ sequence }) => sequence > (link?.appliedSequence ?? -1));
      const last = fresh.at(-1);
      if (!last) {
        return { kind: 'redelivered' };
      }
      if (link?.state === 'parked' && !evenIfParked) {
        return { kind: 'parked' };
      }
      const applied = await applyFresh(application, fresh, last, link);
      await finish(application);
      return applied;
    },
  };
};

/**
 * Capture: every change made through the document service becomes a row of the update log, in the
 * transaction of the change itself. What is logged is the difference between the document before
 * and after, read from the database: the action's parameters and result tell only what somebody
 * asked for (strapi-facts §1).
 */
import { isEqual } from 'lodash';

import type { Core, Modules } from '@strapi/strapi';

import { type CoverDocument, movesLinks } from './cover-document';
import { diffVersions } from './diff-versions';
import { writeUpdateLogs } from './write-update-logs';
import {
  type CapturePlan,
  type DocumentVersion,
  findRowIds,
  findSchema,
  hasVersions,
  lockVersions,
} from '../documents';
import { findStreamContext, inTransaction } from '../platform';

type Middleware = Modules.Documents.Middleware.Middleware;
type Context = Parameters<Middleware>[0];

const WRITES = new Set<string>([
  'create',
  'update',
  'delete',
  'clone',
  'publish',
  'unpublish',
  'discardDraft',
]);

interface WriteParams {
  documentId?: string;
  data?: { documentId?: string };
}

/** The document that an action is about to change; undefined: it makes a new one. */
const targetOf = ({ action, params }: Context): string | undefined => {
  const { documentId, data } = params as WriteParams;
  if (action === 'clone') {
    return undefined;
  }
  return action === 'create' ? data?.documentId : documentId;
};

/**
 * Locks a document's rows. Publishing replaces rows, so another writer may have done so while this
 * one waited for its locks: then those that are there now.
 */
const lockDocument = async (
  strapi: Core.Strapi,
  uid: string,
  documentId: string | undefined,
  ids: number[]
): Promise<DocumentVersion[]> => {
  const versions = await lockVersions(strapi, uid, ids);
  const schema = findSchema(strapi, uid);
  if (documentId === undefined || !schema || !hasVersions(schema)) {
    return versions;
  }
  const now = await findRowIds(strapi, uid, documentId);
  return isEqual(now, ids) ? versions : lockVersions(strapi, uid, now);
};

/** Whatever fields the caller asked for, a new document's id is in the result. */
const documentIdOf = (result: unknown): string | undefined =>
  (result as { documentId?: string } | null)?.documentId;

export interface CaptureOptions {
  strapi: Core.Strapi;
  /** What to capture now. Must cost nothing for what nobody wants. */
  getPlan(): CapturePlan | Promise<CapturePlan>;
  coverDocument: CoverDocument;
  getSiteId(): Promise<string>;
  /** Called after the commit of a transaction that logged something. Must not throw. */
  onCaptured(): void;
}

/** The document middleware; register it first, so that it encloses what other plugins do. */
export const createCaptureMiddleware =
  ({ strapi, getPlan, coverDocument, getSiteId, onCaptured }: CaptureOptions): Middleware =>
  async (ctx, next) => {
    if (!WRITES.has(ctx.action)) {
      return next();
    }
    const plan = await getPlan();
    const isCaptured = plan.isCaptured(ctx.uid);
    const areLinksWatched = plan.isReferenced(ctx.uid) && movesLinks(ctx.action, ctx.params);
    if (!isCaptured && !areLinksWatched) {
      return next();
    }
    const rowsOf = (documentId: string | undefined) =>
      documentId === undefined ? [] : findRowIds(strapi, ctx.uid, documentId);
    const target = targetOf(ctx);
    const stream = findStreamContext(ctx.uid, target);
    // Before the transaction: a plain read within it would fix what it sees, before it has the lock.
    const ids = await rowsOf(target);

    return inTransaction(strapi, async ({ onCommit }) => {
      const before = isCaptured ? await lockDocument(strapi, ctx.uid, target, ids) : [];

      const result = await coverDocument(
        {
          action: ctx.action,
          plan,
          contentType: ctx.uid,
          documentId: target,
          rowIds: ids,
          areLinksWatched,
        },
        async () => next(),
        documentIdOf
      );

      const documentId = target ?? documentIdOf(result);
      if (documentId && isCaptured) {
        // Locking again: under REPEATABLE READ a plain read would show rows that others deleted.
        const after = await lockVersions(strapi, ctx.uid, await rowsOf(documentId));
        const changes = diffVersions(before, after);
        if (changes.length > 0) {
          await writeUpdateLogs(strapi, await getSiteId(), {
            action: ctx.action,
            contentType: ctx.uid,
            documentId,
            changes,
            stream,
          });
          onCommit(onCaptured);
        }
      }
      return result;
    });
  };

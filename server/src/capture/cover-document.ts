import type { Core } from '@strapi/strapi';

import { runCovered } from './capture-scope';
import type { RecordIntents } from './intent';
import { watchLinks } from './link-watch';
import { lockRows } from './version-rows';
import type { CapturePlan } from '../documents';
import { inTransaction } from '../platform';

/** Actions that replace or remove rows, and so move or drop the references to them. */
const MOVING = new Set(['publish', 'unpublish', 'discardDraft', 'delete', 'clone']);

/** Whether a document action can change references to its document beyond those it names. */
export const movesLinks = (action: string, params: object): boolean =>
  MOVING.has(action) || ('status' in params && params.status === 'published');

/** Which of its document's rows an action removes; others of them need no lock. */
const removedBy = (action: string): object | null => {
  switch (action) {
    case 'delete':
      return {};
    case 'discardDraft':
      return { publishedAt: { $null: true } };
    case 'clone':
      return null;
    default:
      return { publishedAt: { $notNull: true } };
  }
};

export interface CoveredAction {
  action: string;
  plan: CapturePlan;
  contentType: string;
  /** undefined: the action makes a new document. */
  documentId: string | undefined;
  /** The document's rows before the action. */
  rowIds: number[];
  /** See {@link movesLinks}. */
  areLinksWatched: boolean;
}

export type CoverDocument = ReturnType<typeof createDocumentCover>;

/**
 * Runs a document action so that writes of its own document within it make no intents, and changes
 * of documents that refer to it do. Call it in the action's transaction, after the rows of a
 * captured document were locked: the reading of references must come after the lock.
 */
export const createDocumentCover =
  ({ strapi, recordIntents }: { strapi: Core.Strapi; recordIntents: RecordIntents }) =>
  <T>(
    { action, plan, contentType, documentId, rowIds, areLinksWatched }: CoveredAction,
    run: () => Promise<T>,
    documentIdOf: (result: T) => string | undefined
  ): Promise<T> =>
    inTransaction(strapi, async ({ trx }) => {
      const attributes = areLinksWatched ? plan.referencesTo(contentType) : [];
      const removed = removedBy(action);
      if (attributes.length > 0 && removed) {
        // Nobody may refer to them between the reading of the references and the removal.
        await lockRows(strapi, contentType, rowIds, removed);
      }
      const finish = await watchLinks(strapi, trx, plan, {
        contentType,
        documentIds: documentId === undefined ? [] : [documentId],
        attributes,
        owners: null,
      });
      const { result, deferred } = await runCovered(
        { contentType, documentId, areLinksWatched: attributes.length > 0 },
        run,
        documentIdOf
      );
      const written = documentId ?? documentIdOf(result);
      const moved = await finish(written === undefined ? [] : [written]);
      await recordIntents([
        ...deferred,
        ...moved.filter(
          (intent) => intent.contentType !== contentType || intent.documentId !== written
        ),
      ]);
      return result;
    });

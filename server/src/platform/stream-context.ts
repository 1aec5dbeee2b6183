/**
 * Marks the write that applies an event, so that capture logs where the change really came from
 * and no event returns to a site that it has passed (DESIGN §2.7). Only that one document is
 * marked: what a lifecycle of this site writes in answer to it is this site's own change.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

export interface StreamContext {
  /** Site where the change was first made. */
  origin: string;
  /** Sites that the event has passed before this one. */
  path: string[];
  contentType: string;
  /** The local document; null: the first one that is made, which has no id yet. */
  documentId: string | null;
}

const storage = new AsyncLocalStorage<{ context: StreamContext; isClaimed: boolean }>();

export const runWithStreamContext = <T>(context: StreamContext, work: () => Promise<T>) =>
  storage.run({ context, isClaimed: false }, work);

/** The event that a write of this document applies, if it does. Ask before the write. */
export const claimStreamContext = (
  contentType: string,
  documentId: string | undefined
): StreamContext | undefined => {
  const store = storage.getStore();
  if (!store || store.isClaimed || store.context.contentType !== contentType) {
    return undefined;
  }
  if (store.context.documentId !== (documentId ?? null)) {
    return undefined;
  }
  store.isClaimed = true;
  return store.context;
};

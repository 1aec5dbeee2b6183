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
  /** The local document, made or changed by any number of writes. */
  documentId: string;
}

const storage = new AsyncLocalStorage<StreamContext>();

export const runWithStreamContext = <T>(context: StreamContext, work: () => Promise<T>) =>
  storage.run(context, work);

/** The event that a write of this document applies, if it does. */
export const findStreamContext = (
  contentType: string,
  documentId: string | undefined
): StreamContext | undefined => {
  const context = storage.getStore();
  return context?.contentType === contentType && context.documentId === documentId
    ? context
    : undefined;
};

/**
 * Marks the writes that come from applying an event, so that capture logs where the change
 * really came from and no event returns to a site that it has passed (DESIGN §2.7).
 */
import { AsyncLocalStorage } from 'node:async_hooks';

export interface StreamContext {
  /** Site where the change was first made. */
  origin: string;
  /** Sites that the event has passed before this one. */
  path: string[];
}

const storage = new AsyncLocalStorage<StreamContext>();

export const runWithStreamContext = <T>(context: StreamContext, work: () => Promise<T>) =>
  storage.run(context, work);

export const currentStreamContext = (): StreamContext | undefined => storage.getStore();

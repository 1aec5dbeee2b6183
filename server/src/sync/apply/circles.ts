import { keyOf } from '../apply-context';
import type { RemoteReference } from '../failures';

export type Circles = ReturnType<typeof createCircles>;

/**
 * Documents can refer to each other in a circle: the one that closes it is written without its
 * reference to the one that is under way, and completed once that one is here.
 */
export const createCircles = () => {
  const underWay = new Set<string>();
  const open = new Map<string, RemoteReference>();

  return {
    isUnderWay: (reference: RemoteReference): boolean => underWay.has(keyOf(reference)),

    /** Counts a document as under way while it is worked on. */
    async during<T>(reference: RemoteReference, work: () => Promise<T>): Promise<T> {
      underWay.add(keyOf(reference));
      try {
        return await work();
      } finally {
        underWay.delete(keyOf(reference));
      }
    },

    /** Notes a document that lacks a reference to one that is under way. */
    leaveOpen(owner: RemoteReference): void {
      open.set(keyOf(owner), owner);
    },

    /** The next document to complete, when nothing is under way any more. */
    takeOpen(): RemoteReference | undefined {
      const [next] = underWay.size === 0 ? open.values() : [];
      if (next) {
        open.delete(keyOf(next));
      }
      return next;
    },
  };
};

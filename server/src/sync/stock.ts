/** Documents that were fetched and are still to be applied: as many as this site holds at once. */
import { type WholeDocument, keyOf } from './apply-context';

export interface FetchLimits {
  documents: number;
  bytes: number;
}

interface Held {
  whole: WholeDocument;
  /** An event is about it, so that it is applied with that event. */
  isRoot: boolean;
  bytes: number;
  /** Keys of documents that it refers to and that were not here when it came. */
  needs: string[];
}

const sizeOf = ({ versions }: WholeDocument): number => JSON.stringify(versions).length;

/** Those of `start`, and all that need one of them, through each other. */
const withDependents = (
  start: readonly string[],
  needsOf: ReadonlyMap<string, readonly string[]>
): Set<string> => {
  const dependents = new Map<string, string[]>();
  for (const [key, needs] of needsOf) {
    needs.forEach((need) => dependents.set(need, [...(dependents.get(need) ?? []), key]));
  }
  // What is added to a set while it is gone through has its turn too.
  const found = new Set(start);
  for (const key of found) {
    dependents.get(key)?.forEach((dependent) => found.add(dependent));
  }
  return found;
};

export const createStock = ({ documents, bytes }: FetchLimits) => {
  const held = new Map<string, Held>();
  const sizes = { all: 0, roots: 0 };
  let roots = 0;

  const count = ({ bytes: size, isRoot }: Held, sign: 1 | -1) => {
    sizes.all += sign * size;
    sizes.roots += isRoot ? sign * size : 0;
    roots += isRoot ? sign : 0;
  };
  const remove = (key: string) => {
    const present = held.get(key);
    if (present) {
      count(present, -1);
      held.delete(key);
    }
  };

  return {
    has: (key: string): boolean => held.has(key),
    isFull: (): boolean => held.size >= documents || sizes.all >= bytes,

    /** Events are about so much of it that little room is left for what they need. */
    isCrowded: (): boolean => roots > documents / 2 || sizes.roots > bytes / 2,

    /** How many more to ask for; some in any case. */
    room: (): number => Math.max(documents - held.size, Math.ceil(documents / 10)),

    put(whole: WholeDocument, isRoot: boolean): void {
      const key = keyOf(whole);
      remove(key);
      const entry = { whole, isRoot, bytes: sizeOf(whole), needs: [] };
      count(entry, 1);
      held.set(key, entry);
    },

    setNeeds(whole: WholeDocument, needs: string[]): void {
      const entry = held.get(keyOf(whole));
      if (entry) {
        entry.needs = needs;
      }
    },

    needsOf: (key: string): readonly string[] => held.get(key)?.needs ?? [],

    remove,

    wholes: (): Map<string, WholeDocument> =>
      new Map([...held].map(([key, { whole }]) => [key, whole])),

    /**
     * Those that can be applied before the events: they lead, through each other, to nothing that is
     * still to come. Where there are none, as in a long chain or a large circle, all that no event is
     * about.
     * @param isAbsent whether the producer does not give a document: it is not waited for
     */
    ready(isAbsent: (key: string) => boolean): Map<string, WholeDocument> {
      const candidates = new Map([...held].filter(([, { isRoot }]) => !isRoot));
      const needs = new Map([...candidates].map(([key, one]) => [key, one.needs]));
      const leadOut = [...needs].flatMap(([key, ofOne]) =>
        ofOne.some((need) => !needs.has(need) && !isAbsent(need)) ? [key] : []
      );
      const open = withDependents(leadOut, needs);
      const isAllOpen = open.size === candidates.size;
      return new Map(
        [...candidates].flatMap(([key, { whole }]): [string, WholeDocument][] =>
          isAllOpen || !open.has(key) ? [[key, whole]] : []
        )
      );
    },
  };
};

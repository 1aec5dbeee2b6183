/**
 * What a consumer has of one document, from what was delivered to it. Pure. Deliveries are entered
 * in the order of their sequence; of each kind and version the newest is enough.
 */
import type { DeliveryKind } from './eligibility';

export interface LedgerEntry {
  sequence: number;
  kind: DeliveryKind;
  /** Key of the version that the event was about. */
  version: string;
  /** What was delivered then is no longer all that belongs to it. */
  isStale: boolean;
  /** Keys of the versions that were given when the whole document was asked for, after the event. */
  served: readonly string[] | null;
}

/** Up to where the consumer has something. */
interface Reading {
  sequence: number;
  isStale: boolean;
}

export interface Ledger {
  enter(entry: LedgerEntry): void;
  /** It has the document, in whatever state. */
  has(): boolean;
  /** It has all that happened to the document up to its newest delivery, which is after `start`. */
  isCurrent(start: number): boolean;
  /** The versions it has. */
  held(): ReadonlySet<string>;
  /**
   * Up to where it has read the version, having it or not any more; 0: from the beginning. What was
   * read before `start`, or is stale, does not count.
   */
  readUpTo(version: string, start: number): number;
}

export const createLedger = (entries: LedgerEntry[] = []): Ledger => {
  const held = new Set<string>();
  const readings = new Map<string, Reading>();
  let newest: (Reading & { kind: DeliveryKind }) | null = null;

  const read = (version: string, reading: Reading) => {
    held.add(version);
    readings.set(version, reading);
  };

  const enterEvent = ({ kind, version, ...reading }: LedgerEntry) => {
    switch (kind) {
      case 'sent':
      case 'known':
        return read(version, reading);
      case 'unjudged':
        return read(version, { ...reading, isStale: true });
      case 'left':
      case 'removed':
        return held.delete(version);
      case 'deleted':
        held.clear();
        return readings.clear();
      case 'served':
      case 'earlier':
        return undefined;
    }
  };

  const enter = (entry: LedgerEntry): void => {
    const { kind, sequence, isStale, served } = entry;
    if (kind === 'earlier') {
      return;
    }
    enterEvent(entry);
    newest = { kind, sequence, isStale: isStale || kind === 'unjudged' };
    if (served) {
      held.clear();
      served.forEach((version) => read(version, { sequence, isStale }));
      newest = { kind: 'served', sequence, isStale };
    }
  };
  [...entries].sort((a, b) => a.sequence - b.sequence).forEach(enter);

  return {
    enter,
    has: () => newest !== null && newest.kind !== 'deleted',
    isCurrent: (start) =>
      newest !== null &&
      newest.kind !== 'deleted' &&
      // Of what has left, later changes were not sent.
      newest.kind !== 'left' &&
      !newest.isStale &&
      newest.sequence > start,
    held: () => held,
    readUpTo: (version, start) => {
      const reading = readings.get(version);
      return reading && !reading.isStale && reading.sequence > start ? reading.sequence : 0;
    },
  };
};

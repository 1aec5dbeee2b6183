import type { LedgerEntry } from '../../server/src/feed/ledger';
import { createLedger } from '../../server/src/feed/ledger';

const entry = (sequence: number, rest: Partial<LedgerEntry>): LedgerEntry => ({
  sequence,
  kind: 'sent',
  version: '/draft',
  isStale: false,
  served: null,
  ...rest,
});
const PUBLISHED = '/published';

const heldAfter = (...entries: LedgerEntry[]) => [...createLedger(entries).held()].sort();

describe('what a consumer has of a document', () => {
  it('the versions that were sent or known, until they left or were removed', () => {
    const sent = [entry(1, {}), entry(2, { version: PUBLISHED, kind: 'known' })];

    expect(heldAfter(...sent)).toEqual(['/draft', PUBLISHED]);
    expect(heldAfter(...sent, entry(3, { kind: 'left' }))).toEqual([PUBLISHED]);
    expect(heldAfter(...sent, entry(3, { kind: 'removed', version: PUBLISHED }))).toEqual([
      '/draft',
    ]);
    expect(heldAfter(...sent, entry(3, { kind: 'left' }), entry(4, {}))).toEqual([
      '/draft',
      PUBLISHED,
    ]);
  });

  it('nothing of a deleted document, whichever version the deletion was told by', () => {
    const ledger = createLedger([
      entry(1, {}),
      entry(2, { version: PUBLISHED }),
      entry(3, { kind: 'deleted', version: PUBLISHED }),
    ]);

    expect([...ledger.held()]).toEqual([]);
    expect(ledger.has()).toBe(false);
    expect(ledger.readUpTo('/draft', 0)).toBe(0);
  });

  it('the versions that were given with the whole document, and no others', () => {
    const served = entry(5, { kind: 'served', served: [PUBLISHED] });

    expect(heldAfter(entry(1, {}), served)).toEqual([PUBLISHED]);
    expect(heldAfter(served, entry(6, {}))).toEqual(['/draft', PUBLISHED]);
    expect(heldAfter(entry(1, {}), entry(5, { kind: 'served', served: [] }))).toEqual([]);
    // Asked for at the place of an event: after it.
    expect(heldAfter(entry(5, { served: [PUBLISHED] }))).toEqual([PUBLISHED]);
  });

  it('in the order of the sequence, not of the entries', () => {
    expect(heldAfter(entry(4, { kind: 'left' }), entry(2, {}))).toEqual([]);
  });

  it('events that were sent with a later one change nothing', () => {
    expect(heldAfter(entry(4, { kind: 'earlier' }))).toEqual([]);
  });

  it('has read a version up to where it was last told its content', () => {
    const ledger = createLedger([entry(7, {}), entry(9, { kind: 'left' })]);

    expect(ledger.readUpTo('/draft', 5)).toBe(7);
    expect(ledger.readUpTo('/draft', 7)).toBe(0);
    expect(ledger.readUpTo(PUBLISHED, 0)).toBe(0);
    expect(createLedger([entry(7, { isStale: true })]).readUpTo('/draft', 0)).toBe(0);
  });

  it('is current until what it has is stale, began anew, or has left', () => {
    expect(createLedger([entry(7, {})]).isCurrent(5)).toBe(true);
    expect(createLedger([entry(7, {})]).isCurrent(7)).toBe(false);
    expect(createLedger([entry(7, { isStale: true })]).isCurrent(5)).toBe(false);
    expect(createLedger([entry(7, { kind: 'left' })]).isCurrent(5)).toBe(false);
    expect(createLedger([entry(7, { kind: 'removed' })]).isCurrent(5)).toBe(true);
  });
});

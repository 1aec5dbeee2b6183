import { selectEarlierLogs } from '../../server/src/feed/earlier-logs';
import type { UpdateLogRow } from '../../server/src/feed/update-logs';

const log = (
  sequence: number,
  updateType: UpdateLogRow['updateType'],
  data: object | null,
  state: object | null
): UpdateLogRow => ({
  documentId: `event-${sequence}`,
  eventId: `event-${sequence}`,
  sequence: String(sequence),
  transactionId: 't',
  updateType,
  action: updateType,
  contentType: 'api::note.note',
  sourceDocumentId: 'note',
  sourceLocale: null,
  sourceStatus: null,
  createsDocument: false,
  deletesDocument: false,
  data: data && JSON.stringify(data),
  state: state && JSON.stringify(state),
  origin: 'site',
  path: ['site'],
  actor: null,
  occurredAt: '2026-11-24T07:00:00.000Z',
});

const CREATE = log(1, 'create', { title: 'a', rating: 1 }, { title: 'a', rating: 1 });
const RENAME = log(2, 'update', { title: 'b' }, { title: 'b', rating: 1, updatedAt: 'x' });
const RATE = log(4, 'update', { rating: 2 }, { title: 'b', rating: 2, updatedAt: 'y' });
const DELETE = log(5, 'delete', null, null);
const AGAIN = log(6, 'create', { title: 'c' }, { title: 'c' });
const LATER = log(7, 'update', { title: 'd' }, { title: 'd' });

const sequencesOf = (logs: UpdateLogRow[], readUpTo = 0) => {
  const earlier = selectEarlierLogs(logs, readUpTo);
  return earlier.kind === 'logs' ? earlier.rows.map(({ sequence }) => Number(sequence)) : 'whole';
};

describe('the logs of a version that a consumer has not read', () => {
  it('all since it was created, when the consumer has read none', () => {
    expect(sequencesOf([CREATE, RENAME, RATE])).toEqual([1, 2]);
    expect(sequencesOf([CREATE, RENAME, RATE, DELETE, AGAIN, LATER])).toEqual([6]);
  });

  it('those after what it has read', () => {
    expect(sequencesOf([CREATE, RENAME, RATE], 1)).toEqual([2]);
    expect(sequencesOf([CREATE, RENAME, RATE], 3)).toEqual([]);
  });

  it('none before a creation, which is whole', () => {
    expect(sequencesOf([CREATE, DELETE, AGAIN])).toEqual([]);
  });

  it('the whole document when the creation is not logged', () => {
    expect(sequencesOf([RENAME, RATE])).toBe('whole');
    expect(sequencesOf([RATE])).toBe('whole');
  });

  it('the whole document when something happened in between that was not logged', () => {
    const afterUnlogged = log(8, 'update', { rating: 3 }, { title: 'other', rating: 3 });

    expect(sequencesOf([CREATE, RENAME, afterUnlogged])).toBe('whole');
    expect(sequencesOf([CREATE, RENAME, afterUnlogged], 2)).toBe('whole');
  });
});

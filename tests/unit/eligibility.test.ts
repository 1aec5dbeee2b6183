import { decide } from '../../server/src/feed/eligibility';
import type { Candidate, ConsumerView } from '../../server/src/feed/eligibility';

const event = (rest: Partial<Candidate> = {}): Candidate => ({
  sequence: 10,
  updateType: 'update',
  status: null,
  createsDocument: false,
  deletesDocument: false,
  path: ['producer'],
  ...rest,
});
const consumer = (rest: Partial<ConsumerView> = {}): ConsumerView => ({
  siteId: 'consumer',
  startSequence: 5,
  versions: 'all',
  isDependency: false,
  has: true,
  isCurrent: true,
  ...rest,
});

describe('what a consumer gets', () => {
  it.each([
    ['a new document', { updateType: 'create', createsDocument: true }, false, false],
    ['a new version of a document that is current there', { updateType: 'create' }, true, false],
    ['a new version of a document that is not', { updateType: 'create' }, false, true],
    ['a change of a document that is current there', { updateType: 'update' }, true, false],
    ['a change of a document that is not', { updateType: 'update' }, false, true],
    ['a deletion', { updateType: 'delete' }, false, false],
  ] as const)('%s', (_name, change, isCurrent, isIncomplete) => {
    expect(decide(event(change), consumer({ isCurrent }))).toMatchObject({
      kind: 'send',
      isIncomplete,
    });
  });

  it('of a subscription to published versions: no draft, but that the document is gone', () => {
    const published = consumer({ versions: 'published' });

    expect(decide(event({ status: 'draft' }), published)).toEqual({ kind: 'skip' });
    expect(decide(event({ status: 'published' }), published)).toMatchObject({ kind: 'send' });
    expect(
      decide(event({ status: 'draft', updateType: 'delete', deletesDocument: true }), published)
    ).toEqual({ kind: 'send', isIncomplete: false, delivery: 'deleted' });
  });

  it('of a document that only came along: what changes in it', () => {
    const dependency = consumer({ isDependency: true });

    expect(decide(event(), dependency)).toMatchObject({ kind: 'send' });
    expect(decide(event(), { ...dependency, has: false })).toEqual({ kind: 'skip' });
    expect(decide(event({ updateType: 'create' }), dependency)).toEqual({ kind: 'skip' });
    expect(decide(event({ updateType: 'delete' }), dependency)).toEqual({ kind: 'skip' });
  });

  it('has a document until its last version is deleted', () => {
    const deletion = event({ updateType: 'delete' });

    expect(decide(deletion, consumer())).toMatchObject({ delivery: 'sent' });
    expect(decide({ ...deletion, deletesDocument: true }, consumer())).toMatchObject({
      delivery: 'deleted',
    });
  });

  it('a delete also of a document that is out of date there', () => {
    expect(decide(event({ updateType: 'delete' }), consumer({ isCurrent: false }))).toMatchObject({
      kind: 'send',
    });
  });

  it('no delete of a document it does not have', () => {
    expect(decide(event({ updateType: 'delete' }), consumer({ has: false }))).toEqual({
      kind: 'skip',
    });
  });

  it('nothing without an approved subscription, and nothing from before it began', () => {
    expect(decide(event(), consumer({ startSequence: null }))).toEqual({ kind: 'skip' });
    expect(decide(event({ sequence: 5 }), consumer())).toEqual({ kind: 'skip' });
    expect(decide(event({ sequence: 6 }), consumer())).toMatchObject({ kind: 'send' });
  });

  it('nothing that has passed it, but it is known to have the document', () => {
    const passed = event({ path: ['consumer', 'producer'], updateType: 'create' });

    expect(decide(passed, consumer({ has: false }))).toEqual({ kind: 'known', delivery: 'known' });
    expect(decide({ ...passed, updateType: 'delete', deletesDocument: true }, consumer())).toEqual({
      kind: 'known',
      delivery: 'deleted',
    });
  });
});

import { decide, decideVersion } from '../../server/src/feed/eligibility';
import type {
  Candidate,
  ConsumerView,
  VersionCandidate,
  VersionView,
} from '../../server/src/feed/eligibility';

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
    ).toEqual({ kind: 'send', isIncomplete: false, deletesDocument: true, delivery: 'deleted' });
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

    expect(decide(deletion, consumer())).toMatchObject({ delivery: 'removed' });
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

const change = (rest: Partial<VersionCandidate> = {}): VersionCandidate => ({
  ...event(),
  isDocumentDeletion: false,
  ...rest,
});
const view = (rest: Partial<VersionView> = {}): VersionView => ({
  siteId: 'consumer',
  startSequence: 5,
  versions: 'all',
  isHeld: true,
  isCurrent: true,
  holdsOthers: false,
  holdsDraft: false,
  judgement: 'met',
  ...rest,
});

describe('what a consumer with a condition gets', () => {
  describe.each([null, 'draft', 'published'] as const)('of a version that is %s', (status) => {
    describe.each(['create', 'update'] as const)('%s', (updateType) => {
      const written = change({ status, updateType });

      it.each([
        [true, 'met', 'send'],
        [true, 'unmet', 'leave'],
        [true, 'failed', 'known'],
        [false, 'met', 'enter'],
        [false, 'unmet', 'skip'],
        [false, 'failed', 'skip'],
      ] as const)('held: %s, condition %s: %s', (isHeld, judgement, kind) => {
        expect(decideVersion(written, view({ isHeld, judgement }))).toMatchObject({ kind });
      });
    });

    it.each([
      [true, status === 'published' ? 'leave' : 'send'],
      [false, 'skip'],
    ] as const)('delete, held: %s: %s', (isHeld, kind) => {
      const removal = change({ status, updateType: 'delete' });
      expect(decideVersion(removal, view({ isHeld, judgement: 'unmet' }))).toMatchObject({ kind });
    });

    it('delete of the document: only to who has a version of it', () => {
      const deletion = change({
        status,
        updateType: 'delete',
        deletesDocument: true,
        isDocumentDeletion: true,
      });
      const gone = { kind: 'send', deletesDocument: true, delivery: 'deleted' };

      expect(decideVersion(deletion, view())).toMatchObject(gone);
      expect(decideVersion(deletion, view({ isHeld: false, holdsOthers: true }))).toMatchObject(
        gone
      );
      expect(decideVersion(deletion, view({ isHeld: false }))).toEqual({ kind: 'skip' });
    });
  });

  it('a change of what is out of date there says to ask for the whole, a creation is whole', () => {
    const outdated = view({ isCurrent: false });

    expect(decideVersion(change(), outdated)).toMatchObject({ isIncomplete: true });
    expect(decideVersion(change({ updateType: 'create' }), outdated)).toMatchObject({
      isIncomplete: false,
    });
  });

  it('the last version to leave is told from others', () => {
    const isLast = (holdsOthers: boolean) =>
      decideVersion(change(), view({ judgement: 'unmet', holdsOthers }));

    expect(isLast(false)).toEqual({ kind: 'leave', isLast: true, delivery: 'left' });
    expect(isLast(true)).toEqual({ kind: 'leave', isLast: false, delivery: 'left' });
  });

  it('unpublished: it leaves, unless the draft is there and goes on', () => {
    const unpublished = change({ status: 'published', updateType: 'delete' });

    expect(decideVersion(unpublished, view())).toMatchObject({ kind: 'leave', isLast: true });
    expect(decideVersion(unpublished, view({ holdsDraft: true, holdsOthers: true }))).toMatchObject(
      { kind: 'send', deletesDocument: false, delivery: 'removed' }
    );
  });

  it('the last version there of a document that is deleted takes the document with it', () => {
    const first = change({ status: 'draft', updateType: 'delete', isDocumentDeletion: true });

    expect(decideVersion(first, view())).toMatchObject({ deletesDocument: true });
    expect(decideVersion(first, view({ holdsOthers: true }))).toMatchObject({
      deletesDocument: false,
      delivery: 'removed',
    });
  });

  it('of its own change: nothing, but that it has it, or that the version leaves', () => {
    const own = change({ path: ['consumer', 'producer'] });

    expect(decideVersion(own, view({ isHeld: false }))).toEqual({
      kind: 'known',
      delivery: 'known',
    });
    expect(decideVersion(own, view({ judgement: 'unmet' }))).toMatchObject({ kind: 'leave' });
    expect(decideVersion({ ...own, updateType: 'delete' }, view())).toEqual({
      kind: 'known',
      delivery: 'removed',
    });
  });

  it('nothing without an approved subscription, from before it, or of drafts not asked for', () => {
    expect(decideVersion(change(), view({ startSequence: null }))).toEqual({ kind: 'skip' });
    expect(decideVersion(change({ sequence: 5 }), view())).toEqual({ kind: 'skip' });
    expect(decideVersion(change({ status: 'draft' }), view({ versions: 'published' }))).toEqual({
      kind: 'skip',
    });
  });
});

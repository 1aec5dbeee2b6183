import { decide } from '../../server/src/feed/eligibility';
import type { Candidate, ConsumerView } from '../../server/src/feed/eligibility';

const event = (rest: Partial<Candidate> = {}): Candidate => ({
  sequence: 10,
  updateType: 'update',
  path: ['producer'],
  ...rest,
});
const consumer = (rest: Partial<ConsumerView> = {}): ConsumerView => ({
  siteId: 'consumer',
  startSequence: 5,
  has: true,
  isCurrent: true,
  ...rest,
});

describe('what a consumer gets', () => {
  it.each([
    ['create', true, 'as-logged'],
    ['create', false, 'as-logged'],
    ['update', true, 'as-logged'],
    ['update', false, 'whole'],
    ['delete', true, 'as-logged'],
  ] as const)(
    '%s of a document that is current there (%s): sent %s',
    (updateType, isCurrent, form) => {
      expect(decide(event({ updateType }), consumer({ isCurrent }))).toMatchObject({
        kind: 'send',
        form,
      });
    }
  );

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
    expect(decide({ ...passed, updateType: 'delete' }, consumer())).toEqual({
      kind: 'known',
      delivery: 'deleted',
    });
  });
});

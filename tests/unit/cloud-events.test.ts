import { CloudEvent, HTTP } from 'cloudevents';

import type { StreamEvent } from '../../server/src/protocol';
import { cloudEventSchema, fromCloudEvent, toCloudEvent } from '../../server/src/protocol';

const event: StreamEvent = {
  eventId: '0b9e5d4e-6d2c-4f0e-9a60-3f0a2f6d6b1c',
  sequence: 41,
  transactionId: 't1',
  updateType: 'update',
  action: 'publish',
  contentType: 'api::note.note',
  documentId: 'abc',
  locale: 'fr',
  status: 'published',
  data: { title: 'é' },
  isIncomplete: false,
  deletesDocument: false,
  leaves: false,
  withoutDraft: true,
  state: { title: 'é', rating: 1 },
  origin: 'site-a',
  path: ['site-a', 'site-b'],
  occurredAt: '2026-11-24T07:00:00.000Z',
};

describe('an event on the wire', () => {
  it('is a valid CloudEvents 1.0 event by the SDK', () => {
    const read = HTTP.toEvent<unknown>({
      headers: { 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify(toCloudEvent(event, 'site-b')),
    });

    expect(read).toBeInstanceOf(CloudEvent);
    expect((read as CloudEvent<unknown>).validate()).toBe(true);
  });

  it('comes back as it was', () => {
    const sent = JSON.parse(JSON.stringify(toCloudEvent(event, 'site-b'))) as unknown;

    expect(fromCloudEvent(cloudEventSchema.parse(sent))).toEqual(event);
  });

  it('has a sequence whose order as text is its order as a number', () => {
    const sequences = [9, 10, 100, Number.MAX_SAFE_INTEGER].map(
      (sequence) => toCloudEvent({ ...event, sequence }, 'site-b').sequence
    );

    expect([...sequences].sort()).toEqual(sequences);
  });

  it.each([
    ['a type outside the API and plugins', { contentType: 'admin::user' }],
    ['no document', { documentId: '' }],
    [
      'a field that reaches a prototype',
      { fields: JSON.parse('{"__proto__":{"a":1}}') as unknown },
    ],
  ])('is refused with %s', (_, data) => {
    const wrong = toCloudEvent(event, 'site-b');

    expect(cloudEventSchema.safeParse({ ...wrong, data: { ...wrong.data, ...data } }).success).toBe(
      false
    );
  });
});

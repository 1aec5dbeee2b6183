import { Webhook } from 'standardwebhooks';

import { createCallbackKey, isSigned, sign } from '../../server/src/platform';

const BODY = '{"siteId":"a","head":7}';
const MINUTE = 60_000;

describe('the signature of a poke', () => {
  const key = createCallbackKey();
  const now = Date.now();
  const headers = sign(key, BODY, now);

  it('is accepted by the reference library of Standard Webhooks', () => {
    expect(() => new Webhook(key).verify(BODY, headers)).not.toThrow();
  });

  it('by that library is accepted here', () => {
    const timestamp = new Date(now);
    const signature = new Webhook(key).sign('msg_1', timestamp, BODY);

    expect(
      isSigned(
        key,
        BODY,
        {
          'webhook-id': 'msg_1',
          'webhook-timestamp': String(Math.floor(now / 1000)),
          'webhook-signature': `v1,AAAA ${signature}`,
        },
        now
      )
    ).toBe(true);
  });

  it.each<[string, () => boolean]>([
    ['another key', () => isSigned(createCallbackKey(), BODY, headers, now)],
    ['another body', () => isSigned(key, BODY.replace('7', '8'), headers, now)],
    ['an old message', () => isSigned(key, BODY, headers, now + 6 * MINUTE)],
    ['a message from the future', () => isSigned(key, BODY, headers, now - 6 * MINUTE)],
    ['no headers', () => isSigned(key, BODY, {}, now)],
    [
      'a timestamp that is no number',
      () => isSigned(key, BODY, { ...headers, 'webhook-timestamp': 'NaN' }, now),
    ],
  ])('refuses %s', (_, check) => {
    expect(check()).toBe(false);
  });
});

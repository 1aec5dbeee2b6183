import fc from 'fast-check';

import { decodePayload, encodePayload } from '../../server/src/platform';
import { seededRandom } from '../support/seed';

describe('the payload codec', () => {
  it('gives back every JSON value, from ASCII text', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const text = encodePayload(value);
        expect(text).toMatch(/^[\x20-\x7e]*$/);
        // -0 is 0 in JSON.
        expect(JSON.stringify(decodePayload(text))).toBe(JSON.stringify(value));
      }),
      { seed: seededRandom('payload').seed }
    );
  });
});

import { isOutage, isShortage } from '../../server/src/platform';
import { StorageError, classifyFailure, endsPull } from '../../server/src/sync/failures';

const errorWith = (facts: object, message = 'no') => Object.assign(new Error(message), facts);

describe('what passes by itself while a file is stored', () => {
  it.each<[string, unknown]>([
    ['a full disk', errorWith({ code: 'ENOSPC' })],
    ['too many open files', errorWith({ code: 'EMFILE' })],
    ['too many open files of the machine', errorWith({ code: 'ENFILE' })],
    ['a full disk, told by a library', new Error('unix error: No space left on device')],
    ['a full disk behind another error', new Error('no', { cause: errorWith({ code: 'ENOSPC' }) })],
  ])('%s is a shortage of this machine', (_, error) => {
    expect(isShortage(error)).toBe(true);
    expect(classifyFailure(error).cause).toBe('transient');
  });

  it.each<[string, unknown]>([
    ['a provider that is not there', errorWith({ code: 'ECONNREFUSED' })],
    ['a name that is not found', errorWith({ code: 'ENOTFOUND' })],
    ['fetch', new TypeError('fetch failed', { cause: errorWith({ code: 'ECONNRESET' }) })],
    ['fetch that waited', errorWith({ code: 'UND_ERR_HEADERS_TIMEOUT' })],
    ['several addresses', new AggregateError([errorWith({ code: 'ETIMEDOUT' })])],
    ['503 of S3', errorWith({ name: 'SlowDown', $metadata: { httpStatusCode: 503 } })],
    ['a time-out of S3', errorWith({ name: 'RequestTimeout', $metadata: { httpStatusCode: 400 } })],
    ['500 of Cloudinary', errorWith({ http_code: 500 })],
    ['503 of Google', errorWith({ code: 503 })],
    ['503 of Azure', errorWith({ statusCode: 503 })],
    ['502 of axios', errorWith({ response: { status: 502 } })],
    ['a wrapped message', new Error('Error uploading to it: connect ECONNREFUSED 10.0.0.1:443')],
  ])('%s is an outage', (_, error) => {
    expect(isOutage(error)).toBe(true);
  });

  it.each<[string, unknown]>([
    ['a file that is too large', errorWith({ name: 'PayloadTooLargeError' })],
    ['a bucket that does not exist', errorWith({ $metadata: { httpStatusCode: 404 } })],
    ['a key that is wrong', errorWith({ $metadata: { httpStatusCode: 403 } })],
    ['a missing folder', errorWith({ code: 'ENOENT' })],
    ['a plain error', new Error('no')],
    ['nothing', undefined],
  ])('%s is neither', (_, error) => {
    expect(isShortage(error)).toBe(false);
    expect(isOutage(error)).toBe(false);
  });

  it('an error that is its own cause is looked at once', () => {
    const error = new Error('no');
    error.cause = error;

    expect(isOutage(error)).toBe(false);
  });

  it('costs its document, not the pull', () => {
    const error = new StorageError('chair.png', errorWith({ code: 'ENOSPC' }, 'disk full'));

    expect(endsPull(error)).toBe(false);
    expect(classifyFailure(error)).toMatchObject({
      cause: 'transient',
      message: expect.stringMatching(/"chair.png" could not be stored.*disk full.*by itself/),
    });
  });
});

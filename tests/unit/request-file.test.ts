import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createProducerClient } from '../../server/src/sync/client';

describe('a request for the bytes of a file', () => {
  let server: Server;
  let url: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      switch (request.url?.split('/').at(-1) ?? '') {
        case 'silent':
          response.writeHead(200, { 'content-length': 10 });
          response.write('abc');
          return;
        case 'slow': {
          response.writeHead(200, { 'content-length': 8 });
          let left = 8;
          const timer = setInterval(() => {
            response.write('x');
            left -= 1;
            if (left === 0) {
              clearInterval(timer);
              response.end();
            }
          }, 100);
          return;
        }
        case 'moved':
          response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end();
          return;
        case 'busy':
          response.writeHead(503).end('<html>try later</html>');
          return;
        default:
          response.writeHead(404, { 'content-type': 'application/json' }).end(
            JSON.stringify({
              error: { message: 'No such file.', details: { code: 'file_not_found' } },
            })
          );
      }
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const read = async (documentId: string) => {
    const client = createProducerClient({ url, accessKey: 'secret-key', timeoutMs: 400 });
    const answer = await client.file(documentId, { from: 0, digest: null });
    let text = '';
    for await (const chunk of answer.chunks) {
      text += chunk.toString();
    }
    return text;
  };

  it('may take long, as long as something comes', async () => {
    expect(await read('slow')).toBe('xxxxxxxx');
  });

  it('ends when nothing comes any more', async () => {
    await expect(read('silent')).rejects.toMatchObject({
      name: 'ProducerError',
      kind: 'unreachable',
    });
  });

  it.each([
    ['moved', { kind: 'protocol', message: expect.stringMatching(/redirect/) }],
    ['busy', { kind: 'unreachable', message: expect.stringMatching(/503/) }],
    ['other', { kind: 'refused', code: 'file_not_found', message: 'No such file.' }],
  ])('answered with %s says what that means', async (documentId, error) => {
    await expect(read(documentId)).rejects.toMatchObject({ name: 'ProducerError', ...error });
  });
});

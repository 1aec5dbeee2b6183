import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createProducerClient } from '../../server/src/sync/client';
import { AnswerTooLargeError } from '../../server/src/sync/producer-error';

describe('what a producer answers', () => {
  let server: Server;
  let answer: unknown;

  beforeAll(async () => {
    server = createServer((request, response) => {
      request.resume();
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
  });

  afterAll(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      })
  );

  const ask = () =>
    createProducerClient({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      accessKey: 'key',
      timeoutMs: 5000,
    }).documents({ references: [], peek: false });

  const documentOf = (documentId: string, fields: unknown) => ({
    contentType: 'api::note.note',
    documentId,
    versions: [{ locale: null, status: null, fields }],
    withheld: [],
  });

  it('of documents is read one by one', async () => {
    const whole = documentOf('whole', { title: 'A' });
    answer = { sequence: 7, documents: [documentOf('broken', 'x'), 3, {}, whole] };

    expect(await ask()).toEqual({
      sequence: 7,
      documents: [whole],
      unreadable: [
        {
          contentType: 'api::note.note',
          documentId: 'broken',
          reason: expect.stringMatching(/does not understand \(versions\.0\.fields: must be/),
        },
      ],
    });
  });

  it('is refused when it is too large, which is told apart from what is broken', async () => {
    answer = { sequence: 7, documents: ['x'.repeat(65 * 1024 * 1024)] };

    await expect(ask()).rejects.toBeInstanceOf(AnswerTooLargeError);
  });

  it('is refused when it is no list of documents at all', async () => {
    answer = { sequence: 7, documents: {} };

    await expect(ask()).rejects.toMatchObject({ name: 'ProducerError', kind: 'protocol' });
  });
});

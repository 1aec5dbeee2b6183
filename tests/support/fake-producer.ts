import { type IncomingMessage, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import {
  PROTOCOL_VERSION,
  type RegisterRequest,
  type RegisterResponse,
  type Shapes,
  type SiteResponse,
} from '../../server/src/protocol';

export interface FakeProducer {
  url: string;
  /** What it says its content types look like. */
  shapes: Shapes;
  /** What it was told, oldest first. */
  registrations: RegisterRequest[];
  /** Answers nothing but 503. */
  isDown: boolean;
  stop(): Promise<void>;
}

const STREAM_ID = 'stream-of-a-fake';

const readBody = async (request: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString() || 'null');
};

/** A producer that says what it is told to say, approves everything, and has no events. */
export const startFakeProducer = async (siteId: string, shapes: Shapes): Promise<FakeProducer> => {
  const describe = (): SiteResponse => ({
    siteId,
    streamId: STREAM_ID,
    protocolVersion: PROTOCOL_VERSION,
    time: new Date().toISOString(),
    contentTypes: Object.values(producer.shapes)
      .filter(({ modelType }) => modelType === 'contentType')
      .map(({ uid, displayName, attributes }) => ({
        uid,
        displayName,
        attributes: attributes.map(({ name, type }) => ({ name, type })),
        dependencies: [],
      })),
  });
  const register = (body: RegisterRequest): RegisterResponse => {
    producer.registrations.push(body);
    return {
      siteId,
      streamId: STREAM_ID,
      head: 0,
      subscriptions: body.subscriptions.map(({ contentType }) => ({
        contentType,
        status: 'approved',
      })),
    };
  };
  const answer = async (request: IncomingMessage): Promise<unknown> => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname.endsWith('/site')) {
      return describe();
    }
    if (pathname.endsWith('/shapes')) {
      return { shapes: producer.shapes };
    }
    if (pathname.endsWith('/consumer')) {
      return request.method === 'PUT' ? register((await readBody(request)) as RegisterRequest) : {};
    }
    return {
      streamId: STREAM_ID,
      nextCursor: 0,
      head: 0,
      events: [],
      subscriptions: [],
      cursor: 0,
    };
  };

  const server = createServer((request, response) => {
    if (producer.isDown) {
      response.writeHead(503).end('{}');
      return;
    }
    void answer(request).then((body) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const producer: FakeProducer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    shapes,
    registrations: [],
    isDown: false,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return producer;
};

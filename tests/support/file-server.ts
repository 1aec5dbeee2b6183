import { createHash } from 'node:crypto';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ServedBytes {
  bytes: Buffer;
  /** What is told instead of the bytes' real digest. */
  digest?: string;
  /** Breaks the connection after this many bytes, once for each of them. */
  breaks?: number[];
  /** Sends nothing more after this many bytes; with 0, no answer at all. */
  stallsAfter?: number;
}

export interface FileServer {
  url: string;
  /** What it serves, by the last part of the path. */
  files: Map<string, ServedBytes>;
  /** What was asked for: `<file> from <first byte>`. */
  requests: string[];
  stop(): Promise<void>;
}

export const digestOfBytes = (bytes: Buffer): string =>
  `sha256-${createHash('sha256').update(bytes).digest('hex')}`;

const answer = (file: ServedBytes, from: number, response: ServerResponse): void => {
  const { bytes } = file;
  if (file.stallsAfter === 0) {
    return;
  }
  response.writeHead(from > 0 ? 206 : 200, {
    etag: `"${file.digest ?? digestOfBytes(bytes)}"`,
    'content-length': bytes.length - from,
    ...(from > 0 ? { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` } : {}),
  });
  if (file.stallsAfter !== undefined) {
    response.write(bytes.subarray(from, file.stallsAfter));
    return;
  }
  const end = file.breaks?.shift();
  if (end === undefined) {
    response.end(bytes.subarray(from));
    return;
  }
  response.write(bytes.subarray(from, end), () => setTimeout(() => response.destroy(), 50));
};

/** Serves bytes as a producer does, and breaks off where it is told to. */
export const startFileServer = async (): Promise<FileServer> => {
  const files = new Map<string, ServedBytes>();
  const requests: string[] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const name = new URL(request.url ?? '/', 'http://localhost').pathname.split('/').at(-1) ?? '';
    const [, first] = /^bytes=(\d+)-/.exec(request.headers.range ?? '') ?? [];
    const file = files.get(name);
    requests.push(`${name} from ${first ?? 0}`);
    if (file) {
      answer(file, Number(first ?? 0), response);
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    files,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};

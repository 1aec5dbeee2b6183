import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Storage {
  url: string;
  /** What it answers. */
  status: number;
  stop(): Promise<void>;
}

/** A service that takes files, or says that it does not now. */
export const startStorage = async (): Promise<Storage> => {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(storage.status).end());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const storage: Storage = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    status: 200,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return storage;
};

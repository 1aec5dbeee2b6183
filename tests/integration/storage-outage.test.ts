import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import type { Core } from '@strapi/strapi';

import { SYNC_LOG } from '../../server/src/sync';
import { FILE } from '../../server/src/documents';
import type { FileAnswer } from '../../server/src/sync/files/request-file';
import type { DocumentFields } from '../../server/src/protocol';
import type { RemoteReference } from '../../server/src/sync/failures';
import { digestOfBytes } from '../support/file-server';
import { freePort } from '../support/free-port';
import { startStorage } from '../support/storage';
import type { Storage } from '../support/storage';
import type { RunningStrapi } from '../support/strapi';
import { startStrapi } from '../support/strapi';
import { createStubProducer } from '../support/stub-producer';
import type { StubStream } from '../support/stub-stream';
import { createStubStream } from '../support/stub-stream';
import { until } from '../support/until';

const JOB = 'api::job.job';
const NOTE = 'api::note.note';
const SITE_ID = 'producer-site';

interface UploadProvider {
  uploadStream(file: { stream: Readable; hash: string; url?: string }): Promise<void>;
}

describe('while files cannot be stored on this site', () => {
  let site: RunningStrapi;
  let strapi: Core.Strapi;
  let stream: StubStream;
  let storage: Storage;
  let provider: UploadProvider;
  let unusedPort = 0;
  let downloads: string[] = [];

  const bytesOf = (documentId: string) => Buffer.from(`bytes of ${documentId}`);
  const fileFields = (documentId: string): DocumentFields => ({
    name: `${documentId}.txt`,
    ext: '.txt',
    mime: 'text/plain',
    size: 0.02,
    folderPath: '/',
    digest: digestOfBytes(bytesOf(documentId)),
  });
  const client = {
    documents: ({ references }: { references: RemoteReference[] }) =>
      Promise.resolve({
        sequence: stream.head(),
        documents: references.map(({ contentType, documentId }) => ({
          contentType,
          documentId,
          versions: [{ locale: null, status: null, fields: fileFields(documentId) }],
          withheld: [],
        })),
        unreadable: [],
      }),
    file: (documentId: string): Promise<FileAnswer> => {
      downloads.push(documentId);
      const bytes = bytesOf(documentId);
      const digest = digestOfBytes(bytes);
      const chunks = Readable.from([bytes]);
      return Promise.resolve({ start: 0, total: bytes.length, digest, chunks });
    },
  };
  const jobWith = (documentId: string) =>
    stream.eventOf(
      JOB,
      { title: documentId, documents: [{ contentType: FILE, documentId }] },
      `job of ${documentId}`
    );
  const logOf = (sourceDocumentId: string): Promise<{ syncStatus: string; cause: string | null }> =>
    strapi.db.query(SYNC_LOG).findOne({ where: { sourceDocumentId, contentType: JOB } });
  const uploadsOf = (url: string) => ({
    async uploadStream(file: { stream: Readable; hash: string; url?: string }) {
      const response = await fetch(`${url}/${file.hash}`, {
        method: 'PUT',
        body: await file.stream.toArray().then((chunks) => Buffer.concat(chunks as Buffer[])),
      });
      if (!response.ok) {
        throw Object.assign(new Error('no'), { $metadata: { httpStatusCode: response.status } });
      }
      file.url = `/uploads/${file.hash}`;
    },
  });
  const fullDisk = {
    async uploadStream(file: { stream: Readable }) {
      await pipeline(file.stream, createWriteStream('/dev/full'));
    },
  };

  beforeAll(async () => {
    site = await startStrapi();
    ({ strapi } = site);
    ({ provider } = strapi.plugin('upload') as unknown as { provider: UploadProvider });
    storage = await startStorage();
    unusedPort = await freePort();
    await createStubProducer(strapi, SITE_ID, [JOB, NOTE]);
    stream = createStubStream(strapi, SITE_ID, client);
  });

  beforeEach(() => {
    downloads = [];
  });

  afterAll(async () => {
    await storage.stop();
    await site.stop();
  });

  it.each<[string, () => UploadProvider]>([
    ['the provider answers 503', () => uploadsOf(storage.url)],
    ['the provider is not there', () => uploadsOf(`http://127.0.0.1:${unusedPort}`)],
    ['the disk is full', () => fullDisk],
  ])(
    'because %s, documents that show one wait, all others flow, and they go on by themselves',
    async (name, outage) => {
      const { uploadStream } = provider;
      storage.status = 503;
      Object.assign(provider, outage());
      try {
        const events = [jobWith(name), stream.eventOf(NOTE, { title: 'beside' })];

        expect(await stream.receive(events)).toMatchObject([
          { status: 'failed', failure: { cause: 'transient', missing: null } },
          { status: 'synced' },
        ]);
        expect(await stream.cursor()).toBe(stream.head());
        await until(async () => {
          await stream.heal();
          return downloads.length > 1;
        });
        expect(await logOf(`job of ${name}`)).toMatchObject({
          syncStatus: 'failed',
          cause: 'transient',
        });
      } finally {
        Object.assign(provider, { uploadStream });
      }
      await until(async () => {
        await stream.heal();
        return (await logOf(`job of ${name}`)).syncStatus === 'synced';
      });
      const file = await strapi.documents(FILE).findFirst({ filters: { name: `${name}.txt` } });
      expect(file?.url).toMatch(/^\/uploads\//);
    }
  );

  it('many of them are not tried one after the other', async () => {
    const { uploadStream } = provider;
    storage.status = 503;
    Object.assign(provider, uploadsOf(storage.url));
    try {
      const names = [1, 2, 3, 4, 5, 6, 7].map((number) => `many${number}`);
      const outcomes = await stream.receive(names.map(jobWith));

      expect(outcomes).toEqual(
        names.map(() =>
          expect.objectContaining({ failure: expect.objectContaining({ cause: 'transient' }) })
        )
      );
      expect(downloads).toEqual(['many1', 'many2', 'many3']);
      downloads = [];
      await until(async () => {
        await stream.heal();
        return downloads.length > 0;
      });
      expect(downloads).toHaveLength(1);
    } finally {
      Object.assign(provider, { uploadStream });
    }
    await until(async () => {
      await stream.heal();
      return (await logOf('job of many7')).syncStatus === 'synced';
    });
  });
});

import { rm, utimes } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import type { Core } from '@strapi/strapi';

import {
  findFileRow,
  openFile,
  readFileDocuments,
  readFileVersions,
} from '../../server/src/documents';
import type { FileRow } from '../../server/src/documents';
import { createProducerClient } from '../../server/src/sync/client';
import type { ConsumerClient } from '../support/consumer-client';
import { judgeAll, registerClient } from '../support/consumer-client';
import type { FileServer, ServedBytes } from '../support/file-server';
import { digestOfBytes, startFileServer } from '../support/file-server';
import { png, uploadFile } from '../support/media';
import type { RunningStrapi } from '../support/strapi';
import { startStrapi } from '../support/strapi';

const ARTICLE = 'api::article.article';
const NOTE = 'api::note.note';
const FILE = 'plugin::upload.file';
const DIGESTS = 'plugin::event-streaming.file-digest';

describe('files of a producer', () => {
  let site: RunningStrapi;
  let strapi: Core.Strapi;

  const text = (bytes: string, name = 'readme.txt') =>
    uploadFile(strapi, { name, mime: 'text/plain', bytes: Buffer.from(bytes) });
  const fieldsOf = async (file: FileRow) =>
    (await readFileVersions(strapi, file.documentId, 'computed'))[0]?.fields;
  const pathOf = (file: FileRow) => path.join(strapi.dirs.static.public, file.url);
  const get = (client: ConsumerClient, documentId: string) =>
    client.http.request('get', `/api/event-streaming/files/${documentId}`);

  beforeAll(async () => {
    site = await startStrapi();
    ({ strapi } = site);
  });

  afterAll(() => site.stop());

  describe('in their version form', () => {
    it('have a digest, a path of folder names, and nothing of where this site keeps them', async () => {
      const folders = strapi.plugin('upload').service('folder');
      const outer = await folders.create({ name: 'Products' });
      const inner = await folders.create({ name: '2024', parent: outer.id });
      const bytes = await png(300, 200, 'teal');
      const file = await uploadFile(strapi, {
        name: 'chair.png',
        mime: 'image/png',
        bytes,
        folder: inner.id,
      });
      const stored = await findFileRow(strapi, file.documentId);

      const fields = await fieldsOf(file);
      expect(fields).toMatchObject({
        name: 'chair.png',
        width: 300,
        height: 200,
        mime: 'image/png',
        ext: '.png',
        folderPath: '/Products/2024',
        focalPoint: null,
      });
      expect(fields?.digest).toMatch(/^sha256-[0-9a-f]{64}$/);
      expect(Object.keys(fields ?? {})).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/url|provider|formats|folder$|related/i)])
      );
      expect(stored?.url).toContain('/uploads/');
    });

    it('have no version when there is no such file', async () => {
      expect(await readFileVersions(strapi, 'nothing', 'computed')).toEqual([]);
    });

    it('are read once for each content', async () => {
      const file = await text('once');
      await fieldsOf(file);
      await strapi.db
        .queryBuilder(DIGESTS)
        .where({ fileDocumentId: file.documentId })
        .update({ digest: 'as noted' })
        .execute();

      expect((await fieldsOf(file))?.digest).toBe('as noted');
    });

    it('tell when a file was replaced, though its hash and URL stay', async () => {
      const file = await text('before');
      const before = await fieldsOf(file);
      const [deferred] = await readFileVersions(strapi, file.documentId, 'deferred');
      const replaced = await uploadFile(strapi, {
        name: 'readme.txt',
        mime: 'text/plain',
        bytes: Buffer.from('after!'),
        replaces: file.id,
      });

      expect([replaced.hash, replaced.url]).toEqual([file.hash, file.url]);
      expect(before?.digest).toBe(digestOfBytes(Buffer.from('before')));
      expect((await fieldsOf(file))?.digest).toBe(digestOfBytes(Buffer.from('after!')));
      const [later] = await readFileVersions(strapi, file.documentId, 'deferred');
      expect(deferred?.fields.digest).toMatch(/^at-/);
      expect(later?.fields.digest).not.toBe(deferred?.fields.digest);
    });

    it('whose bytes are lost have none to tell', async () => {
      const file = await text('lost');
      await rm(pathOf(file));

      expect(await fieldsOf(file)).toMatchObject({ name: 'readme.txt', digest: null });
    });

    it('never read outside the public folder', async () => {
      const file = await text('inside');
      const row = await findFileRow(strapi, file.documentId);

      await expect(openFile(strapi, { ...file, ...row, url: '/../../etc/passwd' })).rejects.toThrow(
        /out of the public folder/
      );
    });
  });

  describe('of a private provider', () => {
    it('are read by a signed URL that is kept nowhere', async () => {
      const remote = await startFileServer();
      const bytes = Buffer.from('private bytes');
      remote.files.set('photo', { bytes });
      const file = await text('placeholder');
      const url = `${remote.url}/photo`;
      await strapi.db.query(FILE).update({ where: { id: file.id }, data: { url } });
      const { provider } = strapi.plugin('upload') as unknown as { provider: object };
      const signed = {
        isPrivate: () => true,
        getSignedUrl: (row: { url: string }) => Promise.resolve({ url: `${row.url}?sig=SECRET` }),
      };
      const original = Object.fromEntries(
        Object.keys(signed).map((name) => [name, (provider as Record<string, unknown>)[name]])
      );
      Object.assign(provider, signed);
      try {
        expect((await fieldsOf(file))?.digest).toBe(digestOfBytes(bytes));
        const row = await findFileRow(strapi, file.documentId);
        expect(row?.url).toBe(url);
        expect(JSON.stringify(await strapi.db.query(DIGESTS).findMany())).not.toContain('SECRET');

        remote.files.clear();
        await expect(openFile(strapi, row ?? file)).rejects.toThrow(/"readme.txt".*answers 404/);
        await expect(openFile(strapi, row ?? file)).rejects.not.toThrow(/SECRET/);
      } finally {
        Object.assign(provider, original);
        await remote.stop();
      }
    });
  });

  describe('of a provider that goes silent', () => {
    const TIMEOUT = 'plugin::event-streaming.network.timeoutMs';
    let remote: FileServer;
    let timeoutMs: number;

    beforeAll(async () => {
      remote = await startFileServer();
      timeoutMs = strapi.config.get(TIMEOUT);
      strapi.config.set(TIMEOUT, 900);
    });
    afterAll(async () => {
      strapi.config.set(TIMEOUT, timeoutMs);
      await remote.stop();
    });

    /** A file whose bytes are there. */
    const stored = async (name: string, served: ServedBytes): Promise<FileRow> => {
      remote.files.set(name, served);
      const { id, documentId } = await text(name, `${name}.txt`);
      const data = { url: `${remote.url}/${name}`, provider: 'elsewhere' };
      await strapi.db.query(FILE).update({ where: { id }, data });
      const row = await findFileRow(strapi, documentId);
      if (!row) throw new Error(`${name} is gone.`);
      return row;
    };

    it('are unreadable after a while', async () => {
      const never = await stored('never', { bytes: Buffer.from('x'), stallsAfter: 0 });
      const half = await stored('half', { bytes: Buffer.from('0123456789'), stallsAfter: 5 });

      await expect(openFile(strapi, never)).rejects.toThrow(
        /"never.txt".*elsewhere: it sends nothing for 300 ms/
      );
      const bytes = await openFile(strapi, half);
      await expect(bytes.toArray()).rejects.toThrow(/sends nothing for 300 ms/);
      expect((await fieldsOf(half))?.digest).toBeNull();
    });

    it('are waited for once, however many they are', async () => {
      const known = await stored('known', { bytes: Buffer.from('known') });
      expect((await fieldsOf(known))?.digest).toBe(digestOfBytes(Buffer.from('known')));
      const silent = { bytes: Buffer.from('x'), stallsAfter: 0 };
      const files = [
        await stored('silent1', silent),
        await stored('silent2', silent),
        await stored('silent3', silent),
      ];
      const own = await text('own');
      const documents = await readFileDocuments(
        strapi,
        [...files, known, own].map(({ documentId }) => documentId),
        'computed'
      );
      const digests = [...documents.values()].map(([version]) => version?.fields.digest);

      expect(digests).toEqual([
        null,
        null,
        null,
        digestOfBytes(Buffer.from('known')),
        digestOfBytes(Buffer.from('own')),
      ]);
      expect(remote.requests.filter((line) => line.startsWith('silent'))).toEqual([
        'silent1 from 0',
      ]);
    });

    it('are not given up because who reads them is slow', async () => {
      const bytes = Buffer.alloc(1024 * 1024, 'x');
      const row = await stored('slow', { bytes });
      const read: Buffer[] = [];
      for await (const chunk of (await openFile(strapi, row)) as AsyncIterable<Buffer>) {
        if (read.length === 0) await delay(600);
        read.push(chunk);
      }

      expect(Buffer.concat(read).equals(bytes)).toBe(true);
    });
  });

  describe('over the wire', () => {
    let client: ConsumerClient;

    const inArticle = async (bytes: string) => {
      const file = await text(bytes);
      await strapi.documents(ARTICLE).create({ data: { title: bytes, cover: file.id } });
      return file;
    };

    beforeAll(async () => {
      client = await registerClient(site.url, site.api, 'reads-articles', [ARTICLE]);
      await judgeAll(site.api, 'reads-articles');
    });

    it('come whole, with their size and digest', async () => {
      const file = await inArticle('0123456789');

      const { headers, body } = await get(client, file.documentId).buffer().expect(200);
      expect(String(body)).toBe('0123456789');
      expect(headers).toMatchObject({
        'content-type': 'application/octet-stream',
        'content-length': '10',
        'accept-ranges': 'bytes',
        etag: `"${digestOfBytes(Buffer.from('0123456789'))}"`,
      });
    });

    it('come in part, as long as they are the same', async () => {
      const file = await inArticle('abcdefghij');
      const etag = `"${digestOfBytes(Buffer.from('abcdefghij'))}"`;

      const part = await get(client, file.documentId)
        .set({ range: 'bytes=4-', 'if-range': etag })
        .buffer()
        .expect(206);
      expect(String(part.body)).toBe('efghij');
      expect(part.headers).toMatchObject({
        'content-range': 'bytes 4-9/10',
        'content-length': '6',
      });
      const other = await get(client, file.documentId)
        .set({ range: 'bytes=4-', 'if-range': '"sha256-of-other-bytes"' })
        .buffer()
        .expect(200);
      expect(String(other.body)).toBe('abcdefghij');
      const { headers } = await get(client, file.documentId).set('range', 'bytes=10-').expect(416);
      expect(headers['content-range']).toBe('bytes */10');
    });

    it('come when a component of an approved type shows them, at any depth', async () => {
      const file = await text('in a gallery');
      await strapi.documents(ARTICLE).create({
        data: {
          title: 'gallery',
          sections: [{ __component: 'section.gallery', images: [file.id] }],
        },
      });

      await get(client, file.documentId).expect(200);
    });

    it('do not come when nothing that is approved shows them', async () => {
      const other = await registerClient(site.url, site.api, 'reads-notes', [NOTE]);
      await judgeAll(site.api, 'reads-notes');
      const file = await inArticle('not for notes');
      const unused = await text('unused');

      for (const [who, documentId] of [
        [other, file.documentId],
        [client, unused.documentId],
        [client, 'nothing'],
      ] as const) {
        const { body } = await get(who, documentId).expect(404);
        expect(body).toMatchObject({ error: { details: { code: 'file_not_found' } } });
      }
    });

    it('all come when files themselves are approved', async () => {
      const reader = await registerClient(site.url, site.api, 'reads-files', [FILE]);
      const unused = await text('unused too');
      await get(reader, unused.documentId).expect(404);
      await judgeAll(site.api, 'reads-files');

      await get(reader, unused.documentId).expect(200);
    });

    it('do not come after the approval, or the key, is taken back', async () => {
      const reader = await registerClient(site.url, site.api, 'judged', [ARTICLE]);
      await judgeAll(site.api, 'judged');
      const file = await inArticle('for a while');
      await get(reader, file.documentId).expect(200);
      await judgeAll(site.api, 'judged', 'rejected');
      await get(reader, file.documentId).expect(404);

      const { data } = await site.api.streaming.consumers({ filters: { siteId: 'judged' } });
      await site.api.streaming.deleteConsumer(data[0]?.documentId ?? '');
      await get(reader, file.documentId).expect(401);
    });

    it('whose bytes are lost are named, also to a program', async () => {
      const file = await inArticle('to be lost');
      await rm(pathOf(file));
      const producer = createProducerClient({
        url: site.url,
        accessKey: client.accessKey,
        timeoutMs: 5000,
      });

      await expect(producer.file(file.documentId, { from: 0, digest: null })).rejects.toMatchObject(
        { kind: 'refused', code: 'file_unreadable', message: expect.stringMatching(/readme\.txt/) }
      );
    });

    it('changed behind the back of Strapi are not told to be what they were', async () => {
      const file = await inArticle('untouched');
      const { headers } = await get(client, file.documentId).expect(200);
      await utimes(pathOf(file), new Date(0), new Date(0));
      await strapi.db
        .queryBuilder(DIGESTS)
        .where({ fileDocumentId: file.documentId })
        .update({ digest: 'of old' })
        .execute();

      const again = await get(client, file.documentId).expect(200);
      expect(again.headers.etag).toBe(headers.etag);
    });
  });
});

import { readFile, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import type { Core } from '@strapi/strapi';

import { findFileRow, findFileRows } from '../../server/src/documents';
import type { FileRow } from '../../server/src/documents';
import { createFilePermission, inTransaction } from '../../server/src/platform';
import type { AdminUser } from '../../server/src/platform';
import type { DocumentFields } from '../../server/src/protocol';
import { createProducerClient } from '../../server/src/sync/client';
import { deleteFile, prepareFiles, writeFile } from '../../server/src/sync/files';
import type { FilesContext } from '../../server/src/sync/files';
import type { FileServer } from '../support/file-server';
import { digestOfBytes, startFileServer } from '../support/file-server';
import { png, uploadFile } from '../support/media';
import type { RunningStrapi } from '../support/strapi';
import { startStrapi } from '../support/strapi';
import { until } from '../support/until';

describe('files that a consumer receives', () => {
  let site: RunningStrapi;
  let strapi: Core.Strapi;
  let producer: FileServer;
  let context: FilesContext;
  let count = 0;

  /** Puts a file onto the producer. */
  const offer = (bytes: Buffer, fields: DocumentFields = {}) => {
    count += 1;
    const documentId = `remote${count}`;
    producer.files.set(documentId, { bytes });
    return { documentId, fields: describeFile(bytes, fields) };
  };
  const describeFile = (bytes: Buffer, fields: DocumentFields = {}): DocumentFields => ({
    name: 'chair.png',
    alternativeText: 'A chair',
    caption: 'Our best',
    focalPoint: { x: 30, y: 60 },
    width: 800,
    height: 600,
    ext: '.png',
    mime: 'image/png',
    size: Math.round(bytes.length / 10) / 100,
    hash: 'chair_0123456789',
    folderPath: '/',
    digest: digestOfBytes(bytes),
    createdAt: '2020-01-02T03:04:05.000Z',
    updatedAt: '2020-01-02T03:04:05.000Z',
    ...fields,
  });
  const bytesOf = (file: { url: string }) =>
    readFile(path.join(strapi.dirs.static.public, file.url));
  const stored = async () =>
    (await readdir(path.join(strapi.dirs.static.public, 'uploads'))).sort();
  const requestsFor = (documentId: string) =>
    producer.requests.filter((line) => line.startsWith(`${documentId} `));
  const tempFolders = async () =>
    (await readdir(os.tmpdir())).filter((name) =>
      new RegExp(`^event-streaming-[0-9a-f]+-${process.pid}-`).test(name)
    );

  type Remote = { documentId: string; fields: DocumentFields };

  /** As applying an event does: prepare, one transaction, dispose. */
  const receive = async (
    remotes: Remote[],
    localDocumentId: string | null = null,
    using: FilesContext = context
  ): Promise<FileRow[]> => {
    const files = await prepareFiles(
      using,
      remotes.map((remote) => ({ ...remote, localDocumentId }))
    );
    try {
      const rows: FileRow[] = [];
      for (const { documentId } of remotes) {
        const id = await inTransaction(strapi, () =>
          writeFile(using, files, documentId, localDocumentId)
        );
        const row = await findFileRow(strapi, id);
        if (row) rows.push(row);
      }
      return rows;
    } finally {
      await files.dispose();
    }
  };
  const receiveOne = async (
    remote: Remote,
    localDocumentId: string | null = null
  ): Promise<FileRow> => {
    const [row] = await receive([remote], localDocumentId);
    if (!row) throw new Error('Nothing was received.');
    return row;
  };

  beforeAll(async () => {
    site = await startStrapi();
    ({ strapi } = site);
    producer = await startFileServer();
    const user = (await strapi.db
      .query('admin::user')
      .findOne({ populate: ['roles'] })) as AdminUser;
    context = {
      strapi,
      subscriber: user,
      mayWriteFile: createFilePermission(strapi, user),
      source: createProducerClient({ url: producer.url, accessKey: 'key', timeoutMs: 2000 }),
      maxFileSize: 1024 * 1024,
    };
  });

  afterEach(async () => {
    expect(await tempFolders()).toEqual([]);
  });

  afterAll(async () => {
    await producer.stop();
    await site.stop();
  });

  it('arrive as they are, with what describes them, and formats of this site', async () => {
    const bytes = await png(800, 600, 'navy');
    const [row] = await receive([offer(bytes)], 'chosenid');

    expect(row).toMatchObject({
      documentId: 'chosenid',
      name: 'chair.png',
      alternativeText: 'A chair',
      caption: 'Our best',
      focalPoint: { x: 30, y: 60 },
      width: 800,
      height: 600,
      ext: '.png',
      mime: 'image/png',
      provider: 'local',
      folderPath: '/',
    });
    expect(row?.hash).toMatch(/^chair_[0-9a-f]{10}$/);
    expect(new Date(row?.createdAt ?? 0).toISOString()).toBe('2020-01-02T03:04:05.000Z');
    expect((await bytesOf(row)).equals(bytes)).toBe(true);
    expect(Object.keys(row?.formats ?? {}).sort()).toEqual(['medium', 'small', 'thumbnail']);
    expect(await stored()).toEqual(
      expect.arrayContaining([`${row?.hash}.png`, `thumbnail_${row?.hash}.png`])
    );
    const { createdBy } = (await strapi.db
      .query('plugin::upload.file')
      .findOne({ where: { id: row?.id }, populate: ['createdBy'] })) as { createdBy: AdminUser };
    expect(createdBy.email).toBe(context.subscriber.email);
  });

  it('that are no images arrive without formats, at an id of this site', async () => {
    const row = await receiveOne(
      offer(Buffer.from('plain'), {
        name: 'notes.txt',
        ext: '.txt',
        mime: 'text/plain',
        width: null,
        height: null,
      })
    );

    expect(row.documentId).toMatch(/^[a-z0-9]{24}$/);
    expect(row).toMatchObject({ name: 'notes.txt', formats: null, width: null });
  });

  it('go into the folder of the same names, which is made once', async () => {
    const rows = await receive([
      offer(Buffer.from('a'), { folderPath: '/Products/2024' }),
      offer(Buffer.from('b'), { folderPath: '/Products/2024' }),
      offer(Buffer.from('c'), { folderPath: '/Products' }),
    ]);

    expect(rows[0]?.folderPath).toMatch(/^\/\d+\/\d+$/);
    expect(rows[1]?.folderPath).toBe(rows[0]?.folderPath);
    expect(rows[0]?.folderPath.startsWith(`${rows[2]?.folderPath}/`)).toBe(true);
    const folders = (await strapi.db
      .query('plugin::upload.folder')
      .findMany({ orderBy: 'id' })) as { name: string }[];
    expect(folders.map(({ name }) => name)).toEqual(['Products', '2024']);
  });

  it('with the same bytes come over the network once, and are files of their own', async () => {
    const bytes = await png(20, 20, 'red');
    const remotes = [offer(bytes), offer(bytes, { name: 'same.png' })];
    const rows = await receive(remotes);
    const third = offer(bytes, { name: 'later.png' });
    const later = await receiveOne(third);

    const hashes = new Set([...rows, later].map(({ hash }) => hash));
    expect(hashes.size).toBe(3);
    expect(rows.map(({ name }) => name)).toEqual(['chair.png', 'same.png']);
    expect((await bytesOf(later)).equals(bytes)).toBe(true);
    expect([...remotes, third].flatMap(({ documentId }) => requestsFor(documentId))).toHaveLength(
      1
    );
  });

  it('are downloaded after all when the copy here was changed', async () => {
    const bytes = Buffer.from('shared bytes');
    const row = await receiveOne(offer(bytes, { ext: '.txt', mime: 'text/plain' }));
    await rm(path.join(strapi.dirs.static.public, row.url));
    const again = offer(bytes, { ext: '.txt', mime: 'text/plain' });

    expect((await bytesOf(await receiveOne(again))).equals(bytes)).toBe(true);
    expect(requestsFor(again.documentId)).toHaveLength(1);
  });

  it('that are interrupted go on where they were', async () => {
    const bytes = Buffer.alloc(300_000, 'x');
    const remote = offer(bytes, { name: 'big.bin', ext: '.bin', mime: 'application/x-big' });
    const served = producer.files.get(remote.documentId);
    if (served) served.breaks = [100_000, 200_000];

    const row = await receiveOne(remote);
    expect((await bytesOf(row)).equals(bytes)).toBe(true);
    // What was under way when the connection broke may be lost, and is asked for again.
    const starts = requestsFor(remote.documentId).map((line) => Number(line.split(' from ')[1]));
    expect(starts).toHaveLength(3);
    expect(starts[0]).toBe(0);
    expect(starts[1]).toBeGreaterThan(0);
    expect(starts[1]).toBeLessThanOrEqual(100_000);
    expect(starts[2]).toBeGreaterThan(starts[1] ?? 0);
    expect(starts[2]).toBeLessThanOrEqual(200_000);
  });

  it('that were replaced on the way begin anew', async () => {
    const old = Buffer.alloc(100_000, 'o');
    const remote = offer(old, { name: 'new.bin', ext: '.bin', mime: 'application/x-new' });
    const newer = Buffer.alloc(120_000, 'n');
    producer.files.set(remote.documentId, { bytes: newer });

    expect((await bytesOf(await receiveOne(remote))).equals(newer)).toBe(true);
  });

  describe('that cannot be had', () => {
    const attempt = async (remote: Remote, using = context) => {
      const before = await stored();
      const good = offer(Buffer.from(`beside ${remote.documentId}`), { ext: '.txt' });
      const files = await prepareFiles(using, [
        { ...remote, localDocumentId: null },
        { ...good, localDocumentId: null },
      ]);
      const write = () =>
        inTransaction(strapi, () => writeFile(using, files, remote.documentId, null));
      try {
        await expect(write()).rejects.toMatchObject({ name: 'ApplyError' });
        expect(files.get(good.documentId)?.kind).toBe('ready');
        return (await write().catch((error: unknown) => error)) as Error & { failure: string };
      } finally {
        await files.dispose();
        expect(await stored()).toEqual(before);
      }
    };

    it('because they arrive damaged fail alone, and leave nothing behind', async () => {
      const remote = offer(Buffer.from('damaged'));
      producer.files.set(remote.documentId, {
        bytes: Buffer.from('damaged'),
        digest: digestOfBytes(Buffer.from('whole')),
      });

      expect(await attempt(remote)).toMatchObject({
        failure: 'dependency',
        message: expect.stringMatching(/"chair.png" arrived damaged/),
      });
    });

    it('because they are too large are not even begun', async () => {
      const remote = offer(Buffer.from('x'), { size: 5000 });

      expect(await attempt(remote)).toMatchObject({
        failure: 'validation',
        message: expect.stringMatching(/has 5 MB.*media\.maxFileSize/),
      });
      expect(requestsFor(remote.documentId)).toEqual([]);
    });

    it('because they are larger than told are broken off', async () => {
      const remote = offer(Buffer.alloc(1024 * 1024 + 1), { size: 1 });

      expect((await attempt(remote)).message).toMatch(/media\.maxFileSize/);
    });

    it('because their bytes are lost on the producer are named', async () => {
      const error = await attempt(offer(Buffer.from('lost'), { name: 'lost.png', digest: null }));

      expect(error).toMatchObject({
        failure: 'dependency',
        message: expect.stringMatching(/"lost.png" cannot be read on the producer/),
      });
    });

    it.each(['/../../evil', '.a/b', 'png', '..', '.p\u0000ng'])(
      'because their extension is %j are refused',
      async (ext) => {
        expect(await attempt(offer(Buffer.from('evil'), { ext }))).toMatchObject({
          failure: 'schema',
        });
      }
    );
  });

  it('are refused without the right to upload, or to change what is there', async () => {
    const role = (await strapi.service('admin::role').create({ name: 'Reader' })) as { id: number };
    const user = (await strapi.service('admin::user').create({
      email: 'reader@example.com',
      firstname: 'R',
      roles: [role.id],
      isActive: true,
    })) as AdminUser;
    const reader = {
      ...context,
      subscriber: user,
      mayWriteFile: createFilePermission(strapi, user),
    };
    const remote = offer(Buffer.from('right?'), { ext: '.txt' });

    await expect(receive([remote], null, reader)).rejects.toMatchObject({
      failure: 'permission',
      message: expect.stringMatching(/reader@example.com may not create files/),
    });
    const { documentId } = await receiveOne(remote);
    await expect(receive([remote], documentId, reader)).rejects.toThrow(/may not update files/);
    await expect(deleteFile(reader, documentId)).rejects.toThrow(/may not update files/);
    expect(await findFileRow(strapi, documentId)).not.toBeNull();
  });

  it('are held to the types that this site takes', async () => {
    strapi.config.set('plugin::upload.security', { deniedTypes: ['image/svg+xml', 'text/html'] });
    try {
      const svg = offer(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), {
        name: 'logo.svg',
        ext: '.svg',
        mime: 'image/svg+xml',
      });
      const disguised = offer(Buffer.from('<html></html>'), { ext: '.html' });
      for (const remote of [svg, disguised]) {
        await expect(receive([remote])).rejects.toMatchObject({
          failure: 'validation',
          message: expect.stringMatching(/does not take the file.*not allowed/),
        });
      }
      await receiveOne(offer(await png(10, 10, 'lime')));
    } finally {
      strapi.config.set('plugin::upload.security', undefined);
    }
  });

  describe('that are here already', () => {
    it('change only what describes them when their bytes are the same', async () => {
      const bytes = await png(10, 10, 'pink');
      const remote = offer(bytes);
      const row = await receiveOne(remote);
      const changed = {
        ...remote,
        fields: { ...remote.fields, name: 'sofa.png', caption: null, folderPath: '/Sofas' },
      };

      for (const fields of [changed, changed]) {
        const after = await receiveOne(fields, row.documentId);
        expect(after).toMatchObject({ name: 'sofa.png', caption: null, hash: row.hash });
        expect(after.folderPath).not.toBe('/');
      }
      expect(requestsFor(remote.documentId)).toHaveLength(1);
      expect((await bytesOf(row)).equals(bytes)).toBe(true);
    });

    it('get new bytes under a new hash, and the old ones go', async () => {
      const remote = offer(await png(400, 400, 'gold'));
      const row = await receiveOne(remote);
      const newer = await png(300, 100, 'gray');
      producer.files.set(remote.documentId, { bytes: newer });

      const after = await receiveOne({ ...remote, fields: describeFile(newer) }, row.documentId);
      expect(after).toMatchObject({ id: row.id, width: 300, height: 100 });
      expect(after.hash).not.toBe(row.hash);
      expect((await bytesOf(after)).equals(newer)).toBe(true);
      await until(async () => !(await stored()).some((name) => name.includes(row.hash)));
      expect(await stored()).toContain(`thumbnail_${after.hash}.png`);
    });

    it('take the type that came after the bytes, as when told of while being replaced', async () => {
      const remote = offer(Buffer.from('no picture any more'));
      const early = { ...remote.fields, mime: 'image/gif', ext: '.gif' };
      const row = await receiveOne({ ...remote, fields: early });
      expect(row.mime).toBe('image/gif');

      const after = await receiveOne(
        { ...remote, fields: { ...early, mime: 'text/plain' } },
        row.documentId
      );
      expect(after).toMatchObject({ id: row.id, mime: 'text/plain', ext: '.gif' });
      expect((await bytesOf(after)).toString()).toBe('no picture any more');
      expect(requestsFor(remote.documentId)).toHaveLength(1);
      await until(async () => !(await stored()).some((name) => name.includes(row.hash)));
    });

    it('get back bytes that were replaced here', async () => {
      const bytes = Buffer.from('of the producer');
      const remote = offer(bytes, { name: 'own.txt', ext: '.txt', mime: 'text/plain' });
      const row = await receiveOne(remote);
      await uploadFile(strapi, {
        name: 'own.txt',
        mime: 'text/plain',
        bytes: Buffer.from('of this site!'),
        replaces: row.id,
      });

      const after = await receiveOne(remote, row.documentId);
      expect((await bytesOf(after)).equals(bytes)).toBe(true);
    });

    it('go with their bytes and formats when they are deleted', async () => {
      const row = await receiveOne(offer(await png(600, 600, 'cyan')));
      expect((await stored()).some((name) => name.includes(row.hash))).toBe(true);
      await inTransaction(strapi, () => deleteFile(context, row.documentId));

      expect(await findFileRow(strapi, row.documentId)).toBeNull();
      await until(async () => !(await stored()).some((name) => name.includes(row.hash)));
      await deleteFile(context, row.documentId);
    });
  });

  it('that need no bytes need no temporary folder either', async () => {
    const remote = offer(Buffer.from('here already'), { ext: '.txt', mime: 'text/plain' });
    const { documentId } = await receiveOne(remote);

    const files = await prepareFiles(context, [{ ...remote, localDocumentId: documentId }]);
    expect(await tempFolders()).toEqual([]);
    await files.dispose();
  });

  describe('when the transaction fails', () => {
    const failAfter = (work: () => Promise<unknown>) =>
      expect(
        inTransaction(strapi, async () => {
          await work();
          throw new Error('the event fails');
        })
      ).rejects.toThrow('the event fails');

    it('leave neither row nor bytes', async () => {
      const before = await stored();
      const remote = offer(await png(500, 500, 'olive'));
      const files = await prepareFiles(context, [{ ...remote, localDocumentId: null }]);
      await failAfter(() => writeFile(context, files, remote.documentId, 'rolledback'));
      await files.dispose();

      expect(await findFileRows(strapi, { documentId: 'rolledback' })).toEqual([]);
      expect(await stored()).toEqual(before);
    });

    it('can be written by the next one, without being fetched again', async () => {
      const remote = offer(await png(260, 260, 'brown'));
      const files = await prepareFiles(context, [{ ...remote, localDocumentId: null }]);
      await failAfter(() => writeFile(context, files, remote.documentId, 'secondtry'));
      await inTransaction(strapi, () => writeFile(context, files, remote.documentId, 'secondtry'));
      await files.dispose();

      const row = await findFileRow(strapi, 'secondtry');
      expect(await stored()).toContain(`${row?.hash}.png`);
      expect(requestsFor(remote.documentId)).toHaveLength(1);
    });

    it('keep the old bytes of a replaced or deleted file', async () => {
      const bytes = await png(270, 270, 'plum');
      const remote = offer(bytes);
      const row = await receiveOne(remote);
      const newer = await png(280, 280, 'peru');
      producer.files.set(remote.documentId, { bytes: newer });
      const files = await prepareFiles(context, [
        {
          documentId: remote.documentId,
          fields: describeFile(newer),
          localDocumentId: row.documentId,
        },
      ]);
      await failAfter(() => writeFile(context, files, remote.documentId, row.documentId));
      await files.dispose();
      await failAfter(() => deleteFile(context, row.documentId));

      expect((await findFileRow(strapi, row.documentId))?.hash).toBe(row.hash);
      expect((await bytesOf(row)).equals(bytes)).toBe(true);
    });
  });

  it('end everything when the producer cannot be reached, and leave nothing behind', async () => {
    const before = await stored();
    const away = {
      ...context,
      source: createProducerClient({ url: 'http://127.0.0.1:9', accessKey: 'k', timeoutMs: 500 }),
    };
    const first = offer(Buffer.from('never arrives'), { ext: '.txt' });

    await expect(receive([first], null, away)).rejects.toMatchObject({
      name: 'ProducerError',
      kind: 'unreachable',
    });
    expect(await stored()).toEqual(before);
  });
});

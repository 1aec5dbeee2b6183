import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { AdminApi } from '../support/api';
import { registerFirstAdmin } from '../support/api';
import type { Pair } from '../support/pair';
import { pair } from '../support/pair';
import type { Site } from '../support/site-process';
import { startSite } from '../support/site-process';
import { until } from '../support/until';

const NOTE = 'api::note.note';
const ITEM = 'api::item.item';

interface Note {
  title: string;
  rating: number | null;
}

/** Some server that counts what it is asked. */
const listen = async () => {
  let count = 0;
  const server = createServer((_, response) => {
    count += 1;
    response.end('{}');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests: () => count,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
      }),
  };
};

describe('keys and identity', () => {
  let producerSite: Site;
  let consumerSite: Site;
  let producer: AdminApi;
  let consumer: AdminApi;
  let paired: Pair;

  const notesOn = (site: AdminApi) => site.documents<Note>(NOTE);
  const noteByTitle = async (site: AdminApi, title: string) => {
    const found = await notesOn(site).findAll({ filters: { title } });
    expect(found.length).toBeLessThan(2);
    return found[0];
  };
  const arrives = (title: string) =>
    until(() => noteByTitle(consumer, title), { what: `"${title}" to arrive` });
  const connect = () =>
    pair({
      producer: { name: 'head office', url: producerSite.url, api: producer },
      consumer: { name: `shop ${Math.random()}`, url: consumerSite.url, api: consumer },
      contentTypes: [NOTE],
      useSameId: false,
    });

  beforeAll(async () => {
    [producerSite, consumerSite] = await Promise.all([
      startSite({ name: 'producer' }),
      startSite({
        name: 'consumer',
        env: {
          // Nobody can call this consumer: everything here must come by its own asking.
          SITE_URL: 'http://127.0.0.1:9',
          PULL_INTERVAL_SECONDS: '1',
          ANSWER_NOTES: 'true',
        },
      }),
    ]);
    [producer, consumer] = await Promise.all([
      registerFirstAdmin(producerSite.url),
      registerFirstAdmin(consumerSite.url),
    ]);
    paired = await connect();
  });

  afterAll(() => Promise.all([producerSite.remove(), consumerSite.remove()]));

  it('a consumer that cannot be poked finds out by its timer', async () => {
    await notesOn(producer).create({ title: 'by timer' });

    await arrives('by timer');
  });

  it('without useSameId a document gets an id of this site, and keeps it', async () => {
    const { documentId } = await notesOn(producer).create({ title: 'own id' });
    const here = await arrives('own id');
    expect(here.documentId).not.toBe(documentId);

    await notesOn(producer).update(documentId, { title: 'renamed' });
    expect((await arrives('renamed')).documentId).toBe(here.documentId);

    const { data } = await consumer.streaming.syncLogs({ filters: { documentId } });
    expect(data[0]).toMatchObject({
      documentId,
      localDocumentId: here.documentId,
      useSameId: false,
    });

    await notesOn(producer).remove(documentId);
    await until(async () => !(await noteByTitle(consumer, 'renamed')));
  });

  it('a second Producer for the same site is refused, by its name', async () => {
    const { accessKey } = await producer.streaming.createAccessKey({ name: 'second' });
    const second = {
      name: 'again',
      accessKey,
      subscriber: consumer.administrator.email,
      subscriptions: [{ contentType: NOTE }],
    };

    await expect(
      consumer.streaming.createProducer({ ...second, url: producerSite.url })
    ).rejects.toThrow(/head office .* is that site already/);
    await expect(
      consumer.streaming.createProducer({
        ...second,
        url: producerSite.url.replace('127.0.0.1', 'localhost'),
      })
    ).rejects.toThrow(/head office .* is that site already/);
    expect((await consumer.streaming.producers()).data).toHaveLength(1);
    expect((await producer.streaming.consumers()).data).toHaveLength(1);
  });

  it('a wrong key, a wrong address and a site without the plugin are told apart', async () => {
    const attempt = (url: string, accessKey: string) =>
      consumer.streaming.createProducer({
        name: 'other',
        url,
        accessKey,
        subscriber: consumer.administrator.email,
        subscriptions: [{ contentType: NOTE }],
      });

    // The site knows this one by its address already, so it is asked by another name of itself.
    const url = producerSite.url.replace('127.0.0.1', 'localhost');
    await expect(attempt(url, 'wrong')).rejects.toThrow(/does not accept the access key/);
    await expect(attempt('http://127.0.0.1:9', 'wrong')).rejects.toThrow(/could not be reached/);
    await expect(attempt(`${url}/elsewhere`, 'wrong')).rejects.toThrow(
      /answered 404|not installed/
    );
    await expect(attempt('ftp://127.0.0.1', 'wrong')).rejects.toThrow(/http or https/);
  });

  it('a revoked key is said on the producer page; a new key resumes where it stopped', async () => {
    const producerId = paired.producer.documentId;
    const tokens = await producer.http.send<{ data: { id: number; name: string }[] }>(
      'get',
      '/admin/api-tokens'
    );
    const token = tokens.data.find(({ name }) => name.startsWith('shop'));
    await producer.http.send('delete', `/admin/api-tokens/${token?.id}`);
    await notesOn(producer).create({ title: 'while revoked' });

    const link = await until(async () => {
      const found = await consumer.streaming.producer(producerId);
      return found.state === 'unauthorized' && found;
    });
    expect(link.lastError).toMatch(/does not accept the access key/);
    const test = await consumer.streaming.testProducer(producerId);
    expect(test.checks.find(({ ok }) => !ok)).toMatchObject({ name: 'key' });
    expect(await noteByTitle(consumer, 'while revoked')).toBeUndefined();

    const { accessKey } = await producer.streaming.createAccessKey({ name: 'new key' });
    await consumer.streaming.updateProducer(producerId, { accessKey });

    await arrives('while revoked');
    expect(await consumer.streaming.producer(producerId)).toMatchObject({ state: 'connected' });
    const { data } = await producer.streaming.consumers();
    expect(data).toMatchObject([{ subscriptions: [{ contentType: NOTE, status: 'approved' }] }]);
  });

  it('a stored key is not sent to a new address', async () => {
    const listener = await listen();
    try {
      await expect(
        consumer.streaming.updateProducer(paired.producer.documentId, { url: listener.url })
      ).rejects.toThrow(/enter the access key again/);
      expect(listener.requests()).toBe(0);
    } finally {
      await listener.close();
    }
  });

  it('two saves of the same new site at once make one producer', async () => {
    const bare = await startSite({ name: 'bare' });
    try {
      const admin = await registerFirstAdmin(bare.url);
      const { accessKey } = await producer.streaming.createAccessKey({ name: 'double click' });
      const save = () =>
        admin.streaming.createProducer({
          name: 'head office',
          url: producerSite.url,
          accessKey,
          subscriber: admin.administrator.email,
          subscriptions: [{ contentType: NOTE }],
        });
      const [first, second] = await Promise.allSettled([save(), save()]);

      expect([first.status, second.status].sort()).toEqual(['fulfilled', 'rejected']);
      expect(bare.log.problems()).toEqual([]);
      const { data } = await admin.streaming.producers();
      await admin.streaming.deleteProducer(data[0]?.documentId ?? '');
    } finally {
      await bare.remove();
    }
  });

  it('a test of the connection names the fields that differ', async () => {
    const { ok, checks } = await consumer.streaming.testProducer(paired.producer.documentId);

    expect(checks.filter((check) => !check.ok)).toEqual([]);
    expect(ok).toBe(true);
  });

  it('no key is ever answered', async () => {
    const answers = JSON.stringify([
      await consumer.streaming.producers(),
      await consumer.streaming.producer(paired.producer.documentId),
      await producer.streaming.consumers(),
      await consumer.streaming.status(),
    ]);

    expect(answers).not.toContain(paired.accessKey);
    expect(answers).not.toMatch(/accessKey|callbackKey|whsec_|v1:/);
  });

  it('a deleted producer can be added again; its documents stay the same ones', async () => {
    const { documentId } = await notesOn(producer).create({ title: 'stays', rating: 1 });
    const here = await arrives('stays');

    const { meta } = await consumer.streaming.deleteProducer(paired.producer.documentId);
    expect(meta).toEqual({ unregistered: true, message: null });
    expect((await producer.streaming.consumers()).data).toEqual([]);
    await notesOn(producer).update(documentId, { title: 'stays, unseen' });
    expect(await noteByTitle(consumer, 'stays')).toMatchObject({ documentId: here.documentId });

    paired = await connect();
    await notesOn(producer).update(documentId, { rating: 2 });

    expect(await arrives('stays, unseen')).toMatchObject({
      documentId: here.documentId,
      rating: 2,
    });
  });

  it('a producer deleted while it was down, and added again, brings whole documents', async () => {
    const { documentId } = await notesOn(producer).create({ title: 'before', rating: 1 });
    await arrives('before');
    await producerSite.stop();
    const { meta } = await consumer.streaming.deleteProducer(paired.producer.documentId);
    expect(meta.unregistered).toBe(false);
    await producerSite.restart();
    await notesOn(producer).update(documentId, { title: 'unseen' });

    const added = await consumer.streaming.createProducer({
      name: 'head office',
      url: producerSite.url,
      accessKey: paired.accessKey,
      subscriber: consumer.administrator.email,
      subscriptions: [{ contentType: NOTE, useSameId: false }],
    });
    paired = { ...paired, producer: added };
    await notesOn(producer).update(documentId, { rating: 2 });

    expect(await arrives('unseen')).toMatchObject({ rating: 2 });
    expect(await noteByTitle(consumer, 'before')).toBeUndefined();
  });

  it('a consumer deleted by the producer is told so, and its key opens nothing any more', async () => {
    const [registered] = (await producer.streaming.consumers()).data;
    await producer.streaming.deleteConsumer(registered?.documentId ?? '');

    await until(
      async () =>
        (await consumer.streaming.producer(paired.producer.documentId)).state === 'unauthorized'
    );
    const { meta } = await consumer.streaming.deleteProducer(paired.producer.documentId);
    expect(meta.unregistered).toBe(false);
    expect(meta.message).toMatch(/could not be told/);
    paired = await connect();
    await notesOn(producer).create({ title: 'after all' });
    await arrives('after all');
  });

  it('two sites that stream to each other do not send a change back', async () => {
    const { accessKey } = await consumer.streaming.createAccessKey({ name: 'way back' });
    const back = await producer.streaming.createProducer({
      name: 'shop',
      url: consumerSite.url,
      accessKey,
      subscriber: producer.administrator.email,
      subscriptions: [{ contentType: NOTE }, { contentType: ITEM }],
    });
    const [here] = (await consumer.streaming.consumers()).data;
    await consumer.streaming.judge(here?.documentId ?? '', [NOTE, ITEM], 'approved');

    const { documentId } = await notesOn(producer).create({ title: 'there and not back' });
    await arrives('there and not back');
    const local = await notesOn(consumer).create({ title: 'from the shop' });
    await until(() => notesOn(producer).findOne(local.documentId));

    const { data } = await producer.streaming.syncLogs({ pageSize: 100 });
    expect(data.map((log) => log.documentId)).toEqual([local.documentId]);
    expect(await notesOn(producer).findAll({ filters: { title: 'there and not back' } })).toEqual([
      expect.objectContaining({ documentId }),
    ]);
    const { data: logs } = await consumer.streaming.updateLogs({ sort: 'occurredAt:ASC' });
    expect(logs[0]?.path).toHaveLength(2);

    // What a lifecycle of the consumer writes in answer to an event is the consumer's own change.
    await notesOn(producer).create({ title: 'ask: are you open?' });
    await until(() => noteByTitle(producer, 'answer: are you open?'));
    await producer.streaming.deleteProducer(back.documentId);
  });

  it('without an encryption key no key is stored, and the error says how to set one', async () => {
    const bare = await startSite({ name: 'bare', env: { ENCRYPTION_KEY: '' } });
    try {
      const admin = await registerFirstAdmin(bare.url);
      const { accessKey } = await producer.streaming.createAccessKey({ name: 'for the bare site' });

      await expect(
        admin.streaming.createProducer({
          name: 'head office',
          url: producerSite.url,
          accessKey,
          subscriber: admin.administrator.email,
          subscriptions: [{ contentType: NOTE }],
        })
      ).rejects.toThrow(/ENCRYPTION_KEY/);
      expect((await admin.streaming.producers()).data).toEqual([]);
    } finally {
      await bare.remove();
    }
  });
});

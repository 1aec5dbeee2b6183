import type { AdminApi } from '../support/api';
import { registerFirstAdmin } from '../support/api';
import { pair } from '../support/pair';
import type { Site } from '../support/site-process';
import { startSite } from '../support/site-process';
import { until } from '../support/until';

const NOTE = 'api::note.note';

interface Note {
  title: string;
  content: string | null;
}

const ENV = { PULL_INTERVAL_SECONDS: '3600', TRY_HOOKS: 'true' };

/** What the hooks of tests/site/src/try-hooks.ts do. */
describe("hooks of a site's own code", () => {
  let sites: Site[] = [];
  let producerSite: Site;
  let consumerSite: Site;
  let producer: AdminApi;
  let consumer: AdminApi;
  let producerId = '';
  let consumerName = '';

  const written = () => producer.documents<Note>(NOTE);
  const received = () => consumer.documents<Note>(NOTE);
  const caughtUp = () =>
    until(
      async () => {
        const { site } = await producer.streaming.status();
        const { cursor } = await consumer.streaming.pull(producerId);
        return cursor === site.head && (await producer.streaming.status()).site.head === site.head;
      },
      { what: 'the consumer to have all', interval: 200 }
    );
  const logsOf = async (documentId: string) => {
    const { data } = await consumer.streaming.syncLogs({ filters: { documentId } });
    return data;
  };

  beforeAll(async () => {
    [producerSite, consumerSite] = await Promise.all([
      startSite({ name: 'producer', env: ENV }),
      startSite({ name: 'consumer', env: ENV }),
    ]);
    sites = [producerSite, consumerSite];
    [producer, consumer] = await Promise.all([
      registerFirstAdmin(producerSite.url),
      registerFirstAdmin(consumerSite.url),
    ]);
    const paired = await pair({
      producer: { name: 'head office', url: producerSite.url, api: producer },
      consumer: { name: 'shop', url: consumerSite.url, api: consumer },
      contentTypes: [NOTE],
    });
    producerId = paired.producer.documentId;
    consumerName = paired.consumer.name;
  });

  afterAll(() => Promise.all(sites.map((site) => site.remove())));

  it('beforeSend changes what one consumer gets', async () => {
    const { documentId } = await written().create({ title: 'plain', content: 'inside' });
    await caughtUp();
    expect(await received().findOne(documentId)).toMatchObject({
      title: 'plain',
      content: `for ${consumerName}`,
    });
    expect(await written().findOne(documentId)).toMatchObject({ content: 'inside' });
  });

  it('what beforeSend holds back does not come with a later change either', async () => {
    const { documentId } = await written().create({ title: 'secret plan', content: 'x' });
    await written().update(documentId, { content: 'y' });
    await caughtUp();
    expect(await received().findOne(documentId)).toBeNull();

    await written().update(documentId, { title: 'published plan' });
    await caughtUp();
    expect(await received().findOne(documentId)).toMatchObject({ title: 'published plan' });
  });

  it('where beforeSend fails, nothing leaves, and the document alone waits until it works', async () => {
    const { documentId } = await written().create({ title: 'unsendable', content: 'z' });
    const { documentId: other } = await written().create({ title: 'next' });
    await caughtUp();
    expect(await received().findOne(documentId)).toBeNull();
    expect(await received().findOne(other)).not.toBeNull();
    expect(await logsOf(documentId)).toMatchObject([
      { status: 'failed', cause: 'dependency', data: null },
    ]);
    expect(producerSite.log.tail(200)).toMatch(/hook beforeSend .* the censor is away/);

    await written().update(documentId, { title: 'sendable' });
    await caughtUp();
    await caughtUp();
    expect(await received().findOne(documentId)).toMatchObject({ title: 'sendable' });
  });

  it('beforeApply changes what is written, one function after the other', async () => {
    const { documentId } = await written().create({ title: 'quiet' });
    await caughtUp();
    expect(await received().findOne(documentId)).toMatchObject({ title: 'QUIET!' });
  });

  it('what beforeApply leaves out is in the sync log with its reason', async () => {
    const { documentId } = await written().create({ title: 'unwanted' });
    await caughtUp();
    expect(await received().findOne(documentId)).toBeNull();
    expect(await logsOf(documentId)).toMatchObject([
      { status: 'skipped', error: 'This site does not want it.' },
    ]);

    await written().update(documentId, { title: 'wanted' });
    await caughtUp();
    expect(await received().findOne(documentId)).toMatchObject({ title: 'wanted' });
  });

  it('where beforeApply fails, the document waits; onFailure is told', async () => {
    const { documentId } = await written().create({ title: 'unbearable' });
    await caughtUp();
    expect(await logsOf(documentId)).toMatchObject([
      {
        status: 'failed',
        cause: 'validation',
        error: expect.stringMatching(/The hook beforeApply .* this site cannot bear it/) as string,
      },
    ]);
    expect(consumerSite.log.tail(200)).toContain(`onFailure ${documentId} validation`);
  });

  it('afterApply is told when all is committed, and what it throws changes nothing', async () => {
    const { documentId } = await written().create({ title: 'applied' });
    await caughtUp();
    await written().remove(documentId);
    await caughtUp();
    const log = consumerSite.log.tail(200);
    expect(log).toContain(`afterApply create ${documentId} ${documentId}`);
    expect(log).toContain(`afterApply delete ${documentId} gone`);
    expect(log).toMatch(/hook afterApply .* the bell is broken/);
    expect((await logsOf(documentId)).map(({ status }) => status)).toEqual(['synced', 'synced']);
  });
});

import type { AdminApi } from '../support/api';
import { login, registerFirstAdmin } from '../support/api';
import type { Database } from '../support/database';
import { createDatabase, testDatabaseClient } from '../support/database';
import { pair } from '../support/pair';
import type { Site } from '../support/site-process';
import { startSite } from '../support/site-process';
import { until } from '../support/until';

const NOTE = 'api::note.note';
const WRITES = 40;

interface Note {
  title: string;
  rating: number | null;
}

// SQLite is for one process: this needs a server (TEST_DATABASE=postgres or mysql).
const onServer = testDatabaseClient() === 'sqlite' ? describe.skip : describe;

onServer('two processes of the producer and two of the consumer, each pair on one database', () => {
  const sites: Site[] = [];
  const databases: Database[] = [];
  let producers: AdminApi[] = [];
  let consumers: AdminApi[] = [];

  const startTwo = async (name: string): Promise<AdminApi[]> => {
    const database = await createDatabase(name);
    databases.push(database);
    const first = await startSite({ name, database });
    sites.push(first);
    const api = await registerFirstAdmin(first.url);
    // Both are known to the other site by the first one's address.
    const second = await startSite({ name, database, env: { SITE_URL: first.url } });
    sites.push(second);
    return [api, await login(second.url)];
  };
  const notesOn = (api: AdminApi | undefined) => {
    if (!api) throw new Error('The site is not there.');
    return api.documents<Note>(NOTE);
  };
  const arrive = (ids: string[]) =>
    until(
      async () => {
        const here = new Set(
          (await notesOn(consumers[0]).findAll()).map(({ documentId }) => documentId)
        );
        return ids.every((id) => here.has(id));
      },
      { what: `${ids.length} notes to arrive`, timeout: 90_000 }
    );

  beforeAll(async () => {
    [producers, consumers] = [await startTwo('producer'), await startTwo('consumer')];
    const [producer, consumer] = [producers[0], consumers[0]];
    if (!producer || !consumer) throw new Error('The sites did not start.');
    await pair({
      producer: { name: 'head office', url: sites[0]?.url ?? '', api: producer },
      consumer: { name: 'shop', url: sites[2]?.url ?? '', api: consumer },
      contentTypes: [NOTE],
    });
  }, 600_000);

  afterAll(async () => {
    await Promise.all(sites.map((site) => site.remove()));
    await Promise.all(databases.map((database) => database.drop()));
  });

  it('an approval given on one holds on the other as soon as it is answered', async () => {
    const { documentId } = await notesOn(producers[1]).create({ title: 'at once' });

    await arrive([documentId]);
  });

  it('what both write at the same time arrives once, and in the order of each document', async () => {
    const { documentId } = await notesOn(producers[0]).create({ title: 'shared', rating: 0 });
    const written = await Promise.all(
      producers.map(async (api, process) => {
        const ids: string[] = [];
        for (let index = 0; index < WRITES; index += 1) {
          const title = `p${process} n${index}`;
          ids.push((await notesOn(api).create({ title })).documentId);
          await notesOn(api).update(documentId, { rating: process * WRITES + index });
        }
        return ids;
      })
    );
    // Both of the consumer pull at once as well.
    const links = await Promise.all(consumers.map((api) => api.streaming.producers()));
    await Promise.all(
      consumers.map((api, index) => api.streaming.pull(links[index]?.data[0]?.documentId ?? ''))
    );
    await arrive(written.flat());

    const wanted = (await notesOn(producers[0]).findOne(documentId))?.rating;
    await until(async () => (await notesOn(consumers[0]).findOne(documentId))?.rating === wanted);
    const { data, meta } = await consumers[0].streaming.syncLogs({
      filters: { documentId },
      sort: 'sequence:ASC',
      pageSize: 100,
    });
    expect(meta.pagination.total).toBe(data.length);
    expect(data.every(({ status }) => status === 'synced')).toBe(true);
    expect(new Set(data.map(({ eventId }) => eventId)).size).toBe(data.length);
    expect(data.at(-1)?.data).toEqual({ rating: wanted });
  });

  it('one of each is killed, and the others go on', async () => {
    const ids: string[] = [];
    const write = async (api: AdminApi | undefined, count: number) => {
      for (let index = 0; index < count; index += 1) {
        ids.push((await notesOn(api).create({ title: `k${ids.length}` })).documentId);
      }
    };
    const dying = write(producers[1], 1000).catch(() => 'killed');
    await until(() => ids.length > 10);
    await Promise.all([sites[1]?.kill(), sites[3]?.kill()]);
    await dying;
    await write(producers[0], 10);

    await arrive(ids);
  });
});

import type { Core } from '@strapi/strapi';

import type { Reference } from '../../server/src/protocol';
import { SYNC_LOG } from '../../server/src/sync';
import { ProducerError } from '../../server/src/sync/client';
import type { RemoteReference } from '../../server/src/sync/failures';
import type { RunningStrapi } from '../support/strapi';
import { startStrapi } from '../support/strapi';
import { createStubProducer } from '../support/stub-producer';
import type { StubStream } from '../support/stub-stream';
import { createStubStream } from '../support/stub-stream';
import { until } from '../support/until';

const PLACE = 'api::place.place';
const SITE_ID = 'producer-site';
const LIMIT = 5;

/** What each place has nearby. */
type Graph = Record<string, string[]>;

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('documents that need more others than this site holds at once', () => {
  let site: RunningStrapi;
  let strapi: Core.Strapi;
  let stream: StubStream;
  let graph: Graph = {};
  /** The most documents that were given and not yet written when the next ones were asked for. */
  let mostHeld = 0;
  let asked = 0;
  /** The producer is out of reach from this document on. */
  let failsFrom: number | null = null;

  const references = (names: string[]): Reference[] =>
    names.map((documentId) => ({ contentType: PLACE, documentId }));
  const written = async (): Promise<Graph> => {
    const places = await strapi.db.query(PLACE).findMany({
      where: { documentId: { $in: Object.keys(graph) } },
      populate: { nearby: { select: ['documentId'] } },
    });
    return Object.fromEntries(
      places.map(({ documentId, nearby }: { documentId: string; nearby: Reference[] }) => [
        documentId,
        nearby.map((one) => one.documentId),
      ])
    );
  };
  const client = {
    async documents({ references: wanted }: { references: RemoteReference[] }) {
      const present = new Set(Object.keys(await written()));
      if (failsFrom !== null && present.size >= failsFrom) {
        throw new ProducerError('unreachable', 'away');
      }
      given = given.filter((name) => !present.has(name));
      mostHeld = Math.max(mostHeld, given.length);
      given.push(...wanted.map(({ documentId }) => documentId));
      asked += wanted.length;
      return {
        sequence: stream.head(),
        documents: wanted.map(({ contentType, documentId }) => ({
          contentType,
          documentId,
          versions: [
            {
              locale: null,
              status: null,
              fields: { name: documentId, nearby: references(graph[documentId] ?? []) },
            },
          ],
          withheld: [],
        })),
        unreadable: [],
      };
    },
  };
  let given: string[] = [];

  /** Applies the creation of the first place of a graph. */
  const receive = async (name: string) => {
    const event = stream.eventOf(PLACE, { name, nearby: references(graph[name] ?? []) }, name);
    return stream.receive([event]);
  };
  const unsettled = () =>
    strapi.db.query(SYNC_LOG).count({ where: { syncStatus: { $in: ['failed', 'waiting'] } } });
  const healed = () =>
    until(
      async () => {
        await stream.heal();
        return (await unsettled()) === 0;
      },
      { what: 'everything to be settled' }
    );

  beforeAll(async () => {
    site = await startStrapi();
    ({ strapi } = site);
    await createStubProducer(strapi, SITE_ID, [PLACE]);
    stream = createStubStream(strapi, SITE_ID, client, { documents: LIMIT, bytes: 1024 * 1024 });
  });

  beforeEach(() => {
    given = [];
    mostHeld = 0;
    asked = 0;
    failsFrom = null;
  });

  afterAll(() => site.stop());

  const wide = (p: string): Graph => ({
    [p]: numbers(30).map((index) => `${p}-${index}`),
    ...Object.fromEntries(numbers(30).map((index) => [`${p}-${index}`, []])),
  });
  const tree = (p: string): Graph => ({
    [p]: numbers(7).map((index) => `${p}-${index}`),
    ...Object.fromEntries(
      numbers(7).map((index) => [
        `${p}-${index}`,
        numbers(7).map((inner) => `${p}-${index}-${inner}`),
      ])
    ),
    ...Object.fromEntries(
      numbers(7).flatMap((index) => numbers(7).map((inner) => [`${p}-${index}-${inner}`, []]))
    ),
  });
  const chain = (p: string, last: string[] = []): Graph =>
    Object.fromEntries(
      numbers(30).map((index) => [
        index === 0 ? p : `${p}-${index}`,
        index === 29 ? last : [`${p}-${index + 1}`],
      ])
    );
  const circle = (p: string): Graph => chain(p, [p]);
  /** Each refers to all the others. */
  const clique = (p: string): Graph => {
    const names = numbers(12).map((index) => (index === 0 ? p : `${p}-${index}`));
    return Object.fromEntries(names.map((name) => [name, names.filter((one) => one !== name)]));
  };

  it.each<[string, (name: string) => Graph]>([
    ['many', wide],
    ['many that need many', tree],
    ['a long chain', chain],
    ['a large circle', circle],
    ['a circle in every way', clique],
  ])('%s, come in rounds, and nothing is missing in the end', async (name, make) => {
    graph = make(name);

    expect(await receive(name)).toMatchObject([{ status: 'synced' }]);
    expect(mostHeld).toBeLessThanOrEqual(LIMIT);
    await healed();
    expect(await written()).toEqual(graph);
  });

  it('go on where they were, after the producer was out of reach', async () => {
    graph = chain('broken');
    failsFrom = 12;
    await expect(receive('broken')).rejects.toMatchObject({ kind: 'unreachable' });
    expect(Object.keys(await written()).length).toBeGreaterThanOrEqual(12);

    failsFrom = null;
    expect(await receive('broken')).toMatchObject([{ status: 'synced' }]);
    await healed();
    expect(await written()).toEqual(graph);
  });

  it('come with a part of the page, when its events are about too many', async () => {
    graph = Object.fromEntries(numbers(12).map((index) => [`page-${index}`, []]));
    const events = Object.keys(graph).map((name) => ({
      ...stream.eventOf(PLACE, {}, name),
      data: null,
      isIncomplete: true,
    }));

    expect(await stream.receive(events)).toEqual(
      events.map(() => expect.objectContaining({ status: 'synced' }))
    );
    expect(await written()).toEqual(graph);
    expect(await stream.cursor()).toBe(stream.head());
  });

  it('that never end hold up nothing for ever', async () => {
    graph = new Proxy<Graph>(
      {},
      { get: (_, name) => [`endless-${Number(String(name).split('-')[1] ?? 0) + 1}`] }
    );

    expect(await receive('endless')).toMatchObject([{ status: 'synced' }]);
    expect(asked).toBeLessThan(50 * 2 * LIMIT);
    expect(
      await strapi.db.query(SYNC_LOG).findMany({ where: { syncStatus: 'failed' } })
    ).toContainEqual(
      expect.objectContaining({
        cause: 'dependency',
        missingContentType: PLACE,
        error: expect.stringMatching(/pull\.maxDocuments/),
      })
    );
  });
});

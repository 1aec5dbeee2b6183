import type { Core } from '@strapi/strapi';

import type { ConsumerClient } from '../support/consumer-client';
import { judgeAll, registerClient } from '../support/consumer-client';
import type { RunningStrapi } from '../support/strapi';
import { startStrapi } from '../support/strapi';
import { until } from '../support/until';

const NOTE = 'api::note.note';
const UPDATE_LOG = 'plugin::event-streaming.update-log';

/** Twice that is about as much as one log holds. */
const LARGE = 'x'.repeat(1900 * 1024);

describe('logs of large documents', () => {
  let site: RunningStrapi;
  let strapi: Core.Strapi;
  let all: ConsumerClient;
  let none: ConsumerClient;
  let few: ConsumerClient;
  const created: string[] = [];

  const subscribe = async (siteId: string, condition: string | null) => {
    const client = await registerClient(site.url, site.api, siteId, [NOTE], { condition });
    await judgeAll(site.api, siteId);
    return client;
  };
  const numbered = () =>
    until(async () => {
      const rows = await strapi.db
        .query(UPDATE_LOG)
        .count({ where: { sequence: { $null: true } } });
      return rows === 0;
    });

  beforeAll(async () => {
    site = await startStrapi();
    ({ strapi } = site);
    all = await subscribe('all', null);
    none = await subscribe('none', 'doc.rating == 99');
    few = await subscribe('few', 'doc.public == true');
    for (let number = 1; number <= 10; number += 1) {
      const data = { title: `n${number}`, content: `${number}${LARGE}`, rating: number };
      created.push((await strapi.documents(NOTE).create({ data })).documentId);
    }
    await numbered();
  });

  afterAll(() => site.stop());

  it('are not all read for one page, however few of them are sent', async () => {
    const page = await none.events(undefined, 1000);

    expect(page.events).toEqual([]);
    expect(page.nextCursor).toBeLessThan(page.head);
    expect(await none.allEvents(1000)).toEqual([]);
  });

  it('come each once and in order all the same', async () => {
    const events = await all.allEvents(1000);

    expect(events.map(({ partitionkey }) => partitionkey)).toEqual(created);
    expect(events.map(({ data }) => data.fields?.content)).toEqual(
      created.map((_, index) => `${index + 1}${LARGE}`)
    );
  });

  it('come as the whole document when there is too much to come later', async () => {
    const { documentId } = await strapi.documents(NOTE).create({ data: { title: 'long' } });
    for (let number = 1; number <= 6; number += 1) {
      const data = { content: `${number}${LARGE}` };
      await strapi.documents(NOTE).update({ documentId, data });
    }
    await strapi.documents(NOTE).update({ documentId, data: { public: true } });
    const short = await strapi.documents(NOTE).create({ data: { title: 'short' } });
    await strapi.documents(NOTE).update({
      documentId: short.documentId,
      data: { public: true },
    });
    await numbered();
    const events = await few.allEvents(1000);

    expect(
      events.map(({ partitionkey, data: { action, isIncomplete } }) => [
        partitionkey,
        action,
        isIncomplete,
      ])
    ).toEqual([
      [documentId, 'update', true],
      [short.documentId, 'create', false],
      [short.documentId, 'update', false],
    ]);
  });
});

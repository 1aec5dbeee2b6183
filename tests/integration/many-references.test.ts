import type { Core } from '@strapi/strapi';

import type { Reference } from '../../server/src/protocol';
import { testDatabaseClient } from '../support/database';
import type { RunningStrapi } from '../support/strapi';
import { startStrapi } from '../support/strapi';
import { createStubProducer } from '../support/stub-producer';
import type { StubStream } from '../support/stub-stream';
import { createStubStream } from '../support/stub-stream';

const PLACE = 'api::place.place';
const ARTICLE = 'api::article.article';
const SITE_ID = 'producer-site';

/** More than SQLite binds in one statement. The servers bind more, and Strapi takes minutes there. */
const COUNT = testDatabaseClient() === 'sqlite' ? 33_000 : 3000;

describe('a document that refers to more documents than a statement binds', () => {
  let site: RunningStrapi;
  let strapi: Core.Strapi;
  let stream: StubStream;
  const ids = Array.from({ length: COUNT }, (_, index) => `article${index}`);
  const references = (documentIds: string[]): Reference[] =>
    documentIds.map((documentId) => ({
      contentType: ARTICLE,
      documentId,
      locale: 'en',
      status: 'draft',
    }));

  beforeAll(async () => {
    site = await startStrapi();
    ({ strapi } = site);
    await createStubProducer(strapi, SITE_ID, [PLACE, ARTICLE]);
    stream = createStubStream(strapi, SITE_ID, {});
    await strapi.db.query(ARTICLE).createMany({
      data: ids.map((documentId) => ({
        documentId,
        title: documentId,
        locale: 'en',
        publishedAt: null,
      })),
    });
  });

  afterAll(() => site.stop());

  const favourites = async (): Promise<string[]> => {
    const place = await strapi.db.query(PLACE).findOne({
      where: { documentId: 'place' },
      populate: { favouriteArticles: { select: ['documentId'] } },
    });
    return (place.favouriteArticles as Reference[]).map(({ documentId }) => documentId);
  };

  it('is applied with all of them, and changed in a part of them', async () => {
    const created = stream.eventOf(
      PLACE,
      { name: 'a', favouriteArticles: references(ids) },
      'place'
    );
    expect(await stream.receive([created])).toMatchObject([{ status: 'synced' }]);
    expect(await favourites()).toEqual(ids);

    const others = [...ids.slice(2), ids[0] ?? ''];
    const updated = {
      ...stream.eventOf(PLACE, { favouriteArticles: references(others) }, 'place'),
      updateType: 'update' as const,
    };
    const outcomes = await stream.receive([updated]);
    expect(outcomes).toMatchObject([{ status: 'synced' }]);
    expect(await favourites()).toEqual(others);
  }, 600_000);
});

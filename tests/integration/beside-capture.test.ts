import type { Core } from '@strapi/strapi';

import { getService } from '../../server/src/services';
import { judgeAll, registerClient } from '../support/consumer-client';
import { testDatabaseClient } from '../support/database';
import type { RunningStrapi } from '../support/strapi';
import { startStrapi } from '../support/strapi';

const NOTE = 'api::note.note';
const AUTHOR = 'api::author.author';
const ARTICLE = 'api::article.article';
const CATEGORY = 'api::category.category';
const ITEM = 'api::item.item';
const INTENT = 'plugin::event-streaming.intent';

/** What a site's own code must not notice of capture. */
describe('beside capture', () => {
  let site: RunningStrapi;
  let strapi: Core.Strapi;

  beforeAll(async () => {
    site = await startStrapi();
    ({ strapi } = site);
    await registerClient(site.url, site.api, 'consumer', [NOTE, ARTICLE]);
    await judgeAll(site.api, 'consumer');
  });

  afterAll(() => site.stop());

  describe('what a lifecycle leaves running goes on after the commit', () => {
    let left: Promise<unknown>[] = [];
    let isOver: Promise<void>;
    let end: () => void;
    let unsubscribe: () => void;

    const leave = () => {
      const work = async () => {
        await isOver;
        await strapi.documents(ITEM).findMany({});
        await strapi.db.transaction(() => strapi.db.query(ITEM).count());
      };
      left.push(work());
    };

    beforeEach(() => {
      left = [];
      isOver = new Promise((resolve) => {
        end = resolve;
      });
      unsubscribe = strapi.db.lifecycles.subscribe({
        models: [NOTE, ARTICLE, AUTHOR],
        afterCreate: leave,
        afterUpdate: leave,
        afterDelete: leave,
      });
    });
    afterEach(() => unsubscribe());

    const expectItGoesOn = async (write: () => Promise<unknown>) => {
      await write();
      end();
      expect(left.length).toBeGreaterThan(0);
      await Promise.all(left);
    };

    it('of a create', () =>
      expectItGoesOn(() => strapi.documents(NOTE).create({ data: { title: 'left' } })));

    it('of an update, a publication and a deletion', async () => {
      const { documentId } = await strapi.documents(ARTICLE).create({ data: { title: 'left' } });
      await expectItGoesOn(async () => {
        await strapi.documents(ARTICLE).update({ documentId, data: { title: 'changed' } });
        await strapi.documents(ARTICLE).publish({ documentId });
        await strapi.documents(ARTICLE).delete({ documentId });
      });
    });

    it('of a write that changes other documents', async () => {
      const article = await strapi.documents(ARTICLE).create({ data: { title: 'listed' } });
      await expectItGoesOn(async () => {
        const author = await strapi
          .documents(AUTHOR)
          .create({ data: { name: 'lists', articles: [article.documentId] } as never });
        await strapi
          .documents(AUTHOR)
          .update({ documentId: author.documentId, data: { articles: [] } as never });
      });
    });

    it('of a write of strapi.db.query', () =>
      expectItGoesOn(async () => {
        const note = await strapi.db.query(NOTE).create({ data: { title: 'left' } });
        await strapi.db.query(NOTE).update({ where: { id: note.id }, data: { title: 'more' } });
        await strapi.db.query(NOTE).delete({ where: { id: note.id } });
      }));
  });

  it('a transaction of the site fails and commits as a whole', async () => {
    const create = (code: string) => strapi.documents(ITEM).create({ data: { code } });
    const nested = strapi.db.transaction(async () => {
      await strapi.documents(NOTE).create({ data: { title: 'of a whole' } });
      await strapi.db.transaction(() => create('inner'));
      throw new Error('at the end');
    });
    await expect(nested).rejects.toThrow('at the end');

    expect(await strapi.db.query(ITEM).count({ where: { code: 'inner' } })).toBe(0);
    expect(await strapi.db.query(NOTE).count({ where: { title: 'of a whole' } })).toBe(0);
  });

  // The rows are made by SQLite's own means; what is tested is the same on every database.
  const onSqlite = testDatabaseClient() === 'sqlite' ? it : it.skip;
  onSqlite(
    'what very many documents refer to can be deleted',
    async () => {
      const referring = 150_000;
      await getService(strapi, 'resolver').stop();
      const category = await strapi.documents(CATEGORY).create({ data: { name: 'of all' } });
      const numbers = `WITH RECURSIVE numbers(n) AS (
        SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${referring})`;
      await strapi.db.connection.raw(
        `INSERT INTO articles (id, document_id, title, locale) ${numbers}
         SELECT 1000 + n, 'many' || n, 'one of many', 'en' FROM numbers`
      );
      await strapi.db.connection.raw(
        `INSERT INTO articles_categories_lnk (article_id, category_id) ${numbers}
         SELECT 1000 + n, ${category.id} FROM numbers`
      );

      await strapi.documents(CATEGORY).delete({ documentId: category.documentId });

      expect(await strapi.db.query(CATEGORY).count()).toBe(0);
      expect(await strapi.db.query(INTENT).count({ where: { contentType: ARTICLE } })).toBe(
        referring
      );
    },
    400_000
  );
});

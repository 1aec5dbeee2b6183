/** What Strapi's writing does too much or not at all, and what is done about it. */
import type { Core } from '@strapi/strapi';

import { readVersions, withoutSideEffects, writeDocument } from '../../server/src/documents';
import { inTransaction } from '../../server/src/platform';
import { isReference } from '../../server/src/protocol';
import type { RunningStrapi } from '../support/strapi';
import { startStrapi } from '../support/strapi';

const PAGE = 'api::page.page';
const COMMENT = 'api::comment.comment';

describe('writing one document', () => {
  let site: RunningStrapi;
  let strapi: Core.Strapi;
  let followed: string[] = [];

  const pages = () => strapi.documents(PAGE);
  const create = async (title: string, data: object = {}) =>
    (await pages().create({ data: { title, ...data } })).documentId;
  const publish = (documentId: string) => pages().publish({ documentId });
  const references = (...documentIds: string[]) =>
    documentIds.map((documentId) => ({ documentId }));

  const relatedOf = async (documentId: string, status: 'draft' | 'published') => {
    const versions = await readVersions(strapi, PAGE, documentId);
    const related = versions.find((version) => version.status === status)?.fields.related;
    return Array.isArray(related) ? related.filter(isReference).map((one) => one.documentId) : null;
  };

  const publishAsConsumer = (documentId: string) =>
    inTransaction(strapi, async () => {
      const versions = await readVersions(strapi, PAGE, documentId);
      await withoutSideEffects(
        strapi,
        { contentType: PAGE, documentId, versions },
        (_, id) => Promise.resolve(followed.includes(id)),
        async () => void (await publish(documentId))
      );
    });

  beforeAll(async () => {
    site = await startStrapi();
    ({ strapi } = site);
  });

  beforeEach(() => {
    followed = [];
  });

  afterAll(() => site.stop());

  /** Its draft lists one target more than what is published, so the places in the two differ. */
  const createListing = async (...published: string[]) => {
    const never = await create('never published');
    const listing = await create('lists', { related: references(never, ...published) });
    await publish(listing);
    const [row] = await strapi.db.query(PAGE).findMany({
      where: { documentId: listing, publishedAt: { $notNull: true } },
    });
    const rows = await strapi.db.query(PAGE).findMany({
      where: { documentId: { $in: published }, publishedAt: { $notNull: true } },
    });
    await strapi.db.query(PAGE).update({
      where: { id: (row as { id: number }).id },
      data: {
        related: published.map((id) => rows.find(({ documentId }) => documentId === id)?.id),
      },
    });
    return listing;
  };

  it('empties a polymorphic relation, which Strapi does not', async () => {
    const page = await create('mentioned');
    const comments = strapi.documents(COMMENT);
    const mentions = [{ __type: PAGE, documentId: page }];
    const { documentId } = await comments.create({
      data: { text: 'a', ...({ mentions } as object) },
    });
    const [present] = await readVersions(strapi, COMMENT, documentId);
    expect(present?.fields.mentions).toMatchObject([{ documentId: page }]);

    const authorId = ((await strapi.db.query('admin::user').findOne({})) as { id: number }).id;
    const emptied = { locale: null, status: null, fields: { ...present?.fields, mentions: [] } };
    const wanted = { contentType: COMMENT, documentId, versions: [emptied], authorId };
    await inTransaction(strapi, () => writeDocument(strapi, wanted, present ? [present] : []));
    expect((await readVersions(strapi, COMMENT, documentId))[0]?.fields.mentions).toEqual([]);
  });

  it('leaves the order in which followed documents list it', async () => {
    const [first, second] = [await create('first'), await create('second')];
    await publish(first);
    await publish(second);
    const listing = await createListing(first, second);
    followed = [listing];

    for (const documentId of [first, second, first]) {
      await publishAsConsumer(documentId);
      expect(await relatedOf(listing, 'published')).toEqual([first, second]);
      const places: { page_ord: number }[] = await strapi.db
        .getConnection('pages_related_lnk')
        .join('pages', 'pages.id', 'pages_related_lnk.page_id')
        .where({ document_id: listing })
        .whereNotNull('published_at')
        .select('page_ord');
      expect(new Set(places.map((row) => Number(row.page_ord))).size).toBe(2);
    }
  });

  it('does not link it to published versions of followed documents, but to those of others', async () => {
    const target = await create('target');
    const [theirs, ours] = [
      await create('theirs', { related: references(target) }),
      await create('ours', { related: references(target) }),
    ];
    await publish(theirs);
    await publish(ours);
    expect(await relatedOf(ours, 'published')).toEqual([]);
    followed = [theirs];

    await publishAsConsumer(target);
    expect(await relatedOf(theirs, 'published')).toEqual([]);
    expect(await relatedOf(theirs, 'draft')).toEqual([target]);
    expect(await relatedOf(ours, 'published')).toEqual([target]);
  });
});

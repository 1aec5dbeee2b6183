import { AsyncLocalStorage } from 'node:async_hooks';

import type { Core } from '@strapi/strapi';

import {
  type DocumentVersion,
  findRowIds,
  lockVersions,
  readDocumentVersions,
  readVersions,
} from '../../server/src/documents';
import { png, uploadFile } from '../support/media';
import type { RunningStrapi } from '../support/strapi';
import { startStrapi } from '../support/strapi';

const context = new AsyncLocalStorage<string[]>();

const PAGE = 'api::page.page';
const LOCALES = ['en', 'fr', 'de'];

/** Content types named at run time: the types of the document service are made for fixed ones. */
interface Documents {
  create(params: object): Promise<{ documentId: string }>;
  update(params: object): Promise<unknown>;
}

describe('reading a document', () => {
  let site: RunningStrapi;
  let strapi: Core.Strapi;
  let content: Record<string, unknown>;

  const documents = (uid: 'api::page.page' | 'api::author.author' | 'api::article.article') =>
    strapi.documents(uid) as unknown as Documents;

  /** In every locale, published there. */
  const createEverywhere = async (
    uid: 'api::page.page' | 'api::article.article',
    data: object,
    locales = LOCALES,
    status = 'published'
  ) => {
    const [first = 'en', ...others] = locales;
    const { documentId } = await documents(uid).create({ locale: first, status, data });
    for (const locale of others) {
      await documents(uid).update({ documentId, locale, status, data });
    }
    return documentId;
  };

  /** What `work` asks the database; what runs in the background meanwhile has another context. */
  const queriesOf = async (work: () => Promise<unknown>): Promise<string[]> => {
    const queries: string[] = [];
    const note = ({ sql }: { sql: string }) => {
      if (!/^(begin|commit|savepoint|release)/i.test(sql)) context.getStore()?.push(sql);
    };
    strapi.db.connection.on('query', note);
    try {
      await context.run(queries, work);
    } finally {
      strapi.db.connection.off('query', note);
    }
    return queries;
  };

  beforeAll(async () => {
    site = await startStrapi();
    ({ strapi } = site);
    await site.api.createLocale('fr', 'French');
    await site.api.createLocale('de', 'German');
    const picture = await uploadFile(strapi, {
      name: 'picture.png',
      mime: 'image/png',
      bytes: await png(20, 20, 'teal'),
    });
    const image = { documentId: picture.documentId };
    const author = await documents('api::author.author').create({
      status: 'published',
      data: { name: 'Ada' },
    });
    const article = await createEverywhere('api::article.article', { title: 'An article' });
    const pages = [
      await createEverywhere(PAGE, { title: 'One' }),
      await createEverywhere(PAGE, { title: 'Two' }),
    ].map((documentId) => ({ documentId }));
    const link = { label: 'A link', url: 'https://example.com' };
    content = {
      title: 'All there is',
      outline: { a: [1] },
      banner: image,
      downloads: [image],
      seo: { canonicalPage: pages[0], openGraph: { image } },
      contact: { person: author, photo: image },
      parent: pages[0],
      related: pages,
      sections: [
        { __component: 'section.quote', text: 'said', author },
        { __component: 'section.gallery', title: 'g', images: [image], links: [link, link] },
        { __component: 'section.teaser', pages, article: { documentId: article }, link },
      ],
    };
  });

  afterAll(() => site.stop());

  const namesOf = (versions: DocumentVersion[]) =>
    versions.map(({ locale, status }) => `${locale} ${status}`);

  it('costs as many queries whatever its number of versions, or of documents', async () => {
    const one = await createEverywhere(PAGE, content, ['en'], 'draft');
    const six = await createEverywhere(PAGE, content);
    const [draft, versions] = [
      await readVersions(strapi, PAGE, one),
      await readVersions(strapi, PAGE, six),
    ];
    expect(namesOf(draft)).toEqual(['en draft']);
    expect(namesOf(versions)).toEqual([
      'de draft',
      'de published',
      'en draft',
      'en published',
      'fr draft',
      'fr published',
    ]);
    for (const { fields } of [...draft, ...versions]) {
      expect(fields).toMatchObject({
        parent: {},
        related: [{}, {}],
        banner: {},
        downloads: [{}],
        seo: { canonicalPage: {}, openGraph: { image: {} } },
        contact: { person: {}, photo: {} },
        sections: [
          { author: {} },
          { images: [{}], links: [{}, {}] },
          { pages: [{}, {}], article: {}, link: {} },
        ],
      });
    }

    const queries = await queriesOf(() => readVersions(strapi, PAGE, one));
    expect(queries.length).toBeGreaterThan(10);
    expect(await queriesOf(() => readVersions(strapi, PAGE, six))).toHaveLength(queries.length);
    expect(await queriesOf(() => readDocumentVersions(strapi, PAGE, [one, six]))).toHaveLength(
      queries.length
    );
  });

  it('costs as many under the lock of a write', async () => {
    const one = await createEverywhere(PAGE, content, ['en'], 'draft');
    const six = await createEverywhere(PAGE, content);
    const lock = async (documentId: string) => {
      const ids = await findRowIds(strapi, PAGE, documentId);
      return queriesOf(() => strapi.db.transaction(() => lockVersions(strapi, PAGE, ids)));
    };

    const queries = await lock(one);
    expect(queries.length).toBeGreaterThan(10);
    expect(await lock(six)).toHaveLength(queries.length);
  });
});

import { FILE, describeShapes } from '../../server/src/documents';
import { shapes } from '../../server/src/protocol';
import { type RunningStrapi, startStrapi } from '../support/strapi';

describe('the shapes of content types', () => {
  let site: RunningStrapi;

  beforeAll(async () => {
    site = await startStrapi();
  });

  afterAll(() => site.stop());

  const attributesOf = (uid: string, within = uid) =>
    describeShapes(site.strapi, uid)[within]?.attributes ?? [];

  it('name what travels of a content type, and what Strapi asks of it', () => {
    expect(describeShapes(site.strapi, 'api::page.page')['api::page.page']).toMatchObject({
      uid: 'api::page.page',
      modelType: 'contentType',
      displayName: 'Page',
      draftAndPublish: true,
      localized: true,
    });
    expect(attributesOf('api::page.page')).toEqual([
      { name: 'title', type: 'string', required: true },
      { name: 'path', type: 'uid' },
      { name: 'text', type: 'blocks' },
      { name: 'outline', type: 'json' },
      {
        name: 'template',
        type: 'enumeration',
        enum: ['plain', 'wide', 'landing'],
        hasDefault: true,
      },
      { name: 'weight', type: 'decimal' },
      { name: 'views', type: 'biginteger' },
      { name: 'accent', type: 'string' },
      { name: 'seo', type: 'component', component: 'shared.seo', repeatable: false },
      { name: 'contact', type: 'component', component: 'shared.contact', repeatable: false },
      {
        name: 'sections',
        type: 'dynamiczone',
        components: ['section.quote', 'section.gallery', 'section.teaser'],
      },
      { name: 'banner', type: 'media', target: FILE, many: false },
      { name: 'downloads', type: 'media', target: FILE, many: true },
      { name: 'parent', type: 'relation', target: 'api::page.page', many: false },
      { name: 'related', type: 'relation', target: 'api::page.page', many: true },
    ]);
  });

  it('hold the components within, however deep, and those alone', () => {
    expect(Object.keys(describeShapes(site.strapi, 'api::article.article')).sort()).toEqual([
      'api::article.article',
      'section.gallery',
      'section.quote',
      'shared.link',
    ]);
    expect(attributesOf('job.requirement')).toContainEqual({
      name: 'label',
      type: 'string',
      required: true,
    });
  });

  it('have no passwords, and none of files or of what is internal', () => {
    expect(attributesOf('api::sample.sample').map(({ name }) => name)).not.toContain('password');
    expect(describeShapes(site.strapi, FILE)).toEqual({});
    expect(describeShapes(site.strapi, 'plugin::event-streaming.mapping')).toEqual({});
    expect(describeShapes(site.strapi, 'api::no.such')).toEqual({});
  });

  it('say which are single types', () => {
    const isSingle = (uid: string) => describeShapes(site.strapi, uid)[uid]?.singleType;
    expect(isSingle('api::homepage.homepage')).toBe(true);
    expect(isSingle('api::page.page')).toBeUndefined();
  });

  it('of every content type are as the protocol wants them', () => {
    for (const uid of Object.keys(site.strapi.contentTypes)) {
      const described = describeShapes(site.strapi, uid);
      expect(shapes.parse(described)).toEqual(described);
    }
  });
});

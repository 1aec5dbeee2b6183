import { uniqueReferences } from '../../server/src/documents';

const article = (documentId: string, more: object = {}) => ({
  contentType: 'api::article.article',
  documentId,
  ...more,
});

describe('a list of references', () => {
  it('holds each target once, in the order of its first place', () => {
    expect(uniqueReferences([article('b'), article('a'), article('b')])).toEqual([
      article('b'),
      article('a'),
    ]);
  });

  it('tells locales and statuses of a target apart', () => {
    const references = [
      article('a'),
      article('a', { locale: 'fr' }),
      article('a', { status: 'draft' }),
      article('a', { status: 'published' }),
    ];
    expect(uniqueReferences(references)).toEqual(references);
  });

  it('of thousands costs no second', () => {
    const many = Array.from({ length: 20_000 }, (_, index) => article(`id${index}`));
    const start = performance.now();
    expect(uniqueReferences(many)).toHaveLength(many.length);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

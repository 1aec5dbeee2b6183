import { diffVersions } from '../../server/src/capture';
import type { DocumentVersion } from '../../server/src/documents';

const version = (fields: DocumentVersion['fields'], rest: Partial<DocumentVersion> = {}) => ({
  locale: null,
  status: null,
  ...rest,
  fields,
});

describe('what an action did to a document', () => {
  it('a new version is a create with the whole version', () => {
    const fields = { title: 'a', createdAt: '2026-01-01T00:00:00.000Z' };

    expect(diffVersions([], [version(fields)])).toEqual([
      {
        updateType: 'create',
        locale: null,
        status: null,
        data: fields,
        state: fields,
        createsDocument: true,
        deletesDocument: false,
      },
    ]);
  });

  it('a changed version is an update with the changed fields and the whole state', () => {
    const [change, ...others] = diffVersions(
      [version({ title: 'a', rating: 1, tags: ['x'] })],
      [version({ title: 'b', rating: 1, tags: ['x'] })]
    );

    expect(others).toEqual([]);
    expect(change).toMatchObject({
      updateType: 'update',
      data: { title: 'b' },
      state: { title: 'b', rating: 1, tags: ['x'] },
    });
  });

  it('a value that was emptied is a change to null', () => {
    const [change] = diffVersions([version({ rating: 1 })], [version({ rating: null })]);

    expect(change?.data).toEqual({ rating: null });
  });

  it('a version that is gone is a delete without data', () => {
    expect(diffVersions([version({ title: 'a' })], [])).toEqual([
      {
        updateType: 'delete',
        locale: null,
        status: null,
        data: null,
        state: null,
        createsDocument: false,
        deletesDocument: true,
      },
    ]);
  });

  it('new timestamps alone are no change', () => {
    expect(
      diffVersions(
        [version({ title: 'a', updatedAt: '1' })],
        [version({ title: 'a', updatedAt: '2' })]
      )
    ).toEqual([]);
  });

  it('the order of keys inside a value is no change', () => {
    expect(
      diffVersions([version({ json: { a: 1, b: [2] } })], [version({ json: { b: [2], a: 1 } })])
    ).toEqual([]);
  });

  it('each locale and status is compared with itself', () => {
    const before = [
      version({ title: 'a' }, { locale: 'en', status: 'draft' }),
      version({ title: 'a' }, { locale: 'en', status: 'published' }),
      version({ title: 'à' }, { locale: 'fr', status: 'draft' }),
    ];
    const after = [
      version({ title: 'b' }, { locale: 'en', status: 'draft' }),
      version({ title: 'a' }, { locale: 'en', status: 'published' }),
      version({ title: 'ä' }, { locale: 'de', status: 'draft' }),
    ];

    expect(
      diffVersions(before, after).map(({ updateType, locale, status }) => [
        updateType,
        locale,
        status,
      ])
    ).toEqual([
      ['update', 'en', 'draft'],
      ['create', 'de', 'draft'],
      ['delete', 'fr', 'draft'],
    ]);
  });

  it('the document begins with its first version and ends with its last', () => {
    const en = version({ title: 'a' }, { locale: 'en' });
    const fr = version({ title: 'à' }, { locale: 'fr' });
    const marks = (before: DocumentVersion[], after: DocumentVersion[]) =>
      diffVersions(before, after).map(({ createsDocument, deletesDocument }) => [
        createsDocument,
        deletesDocument,
      ]);

    expect(marks([], [en, fr])).toEqual([
      [true, false],
      [false, false],
    ]);
    expect(marks([en], [en, fr])).toEqual([[false, false]]);
    expect(marks([en, fr], [en])).toEqual([[false, false]]);
    expect(marks([en, fr], [])).toEqual([
      [false, false],
      [false, true],
    ]);
  });
});

import { type PendingIntent, mergeIntents } from '../../server/src/capture/merge-intents';
import type { DocumentVersion } from '../../server/src/documents';

const FIELDS = { title: 'now', rating: 2, updatedAt: '2026-01-01T00:00:00.000Z' };

const version = (
  status: DocumentVersion['status'] = null,
  locale: string | null = null
): DocumentVersion => ({ locale, status, fields: FIELDS });

const intent = (
  kind: PendingIntent['kind'],
  fields: string[] | null = null,
  status: PendingIntent['status'] = null,
  locale: string | null = null
): PendingIntent => ({ kind, fields, status, locale });

describe('mergeIntents', () => {
  it('tells a new version whole, however often it was changed since', () => {
    const changes = mergeIntents([intent('create'), intent('update', ['title'])], [version()]);

    expect(changes).toEqual([
      {
        updateType: 'create',
        locale: null,
        status: null,
        data: FIELDS,
        state: FIELDS,
        createsDocument: true,
        deletesDocument: false,
      },
    ]);
  });

  it('tells the attributes that were written, once each, with the values of now', () => {
    const changes = mergeIntents(
      [intent('update', ['title']), intent('update', ['title'])],
      [version()]
    );

    expect(changes).toMatchObject([
      { updateType: 'update', state: FIELDS, createsDocument: false },
    ]);
    expect(changes[0]?.data).toEqual({ title: 'now' });
  });

  it('tells nothing of attributes that do not travel', () => {
    expect(mergeIntents([intent('update', ['secret'])], [version()])).toEqual([]);
    expect(mergeIntents([intent('update', [])], [version()])).toEqual([]);
  });

  it('tells everything but facts of a version that was deleted and is there again', () => {
    const changes = mergeIntents([intent('delete'), intent('create')], [version()]);

    expect(changes).toMatchObject([{ updateType: 'update', createsDocument: false }]);
    expect(changes[0]?.data).toEqual({ title: 'now', rating: 2 });
  });

  it('tells a deletion of what was there before, and of what is still gone', () => {
    expect(mergeIntents([intent('update', ['title']), intent('delete')], [])).toEqual([
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
    expect(mergeIntents([intent('create'), intent('delete')], [])).toEqual([]);
    expect(mergeIntents([intent('create')], [])).toEqual([]);
  });

  it('leaves the deletion of a version to who deleted it', () => {
    expect(mergeIntents([intent('update', ['title'])], [])).toEqual([]);
  });

  it('keeps versions apart and marks the document on one row', () => {
    const changes = mergeIntents(
      [
        intent('create', null, 'published', 'en'),
        intent('create', null, 'draft', 'en'),
        intent('delete', null, 'draft', 'fr'),
      ],
      [version('draft', 'en'), version('published', 'en')]
    );

    expect(
      changes.map(({ updateType, locale, status, createsDocument, deletesDocument }) => [
        updateType,
        locale,
        status,
        createsDocument,
        deletesDocument,
      ])
    ).toEqual([
      ['create', 'en', 'draft', false, false],
      ['create', 'en', 'published', false, false],
      ['delete', 'fr', 'draft', false, false],
    ]);
  });

  it('begins a document only when it has no version from before', () => {
    const created = [intent('create', null, 'draft', 'fr')];

    expect(mergeIntents(created, [version('draft', 'fr')])[0]?.createsDocument).toBe(true);
    expect(
      mergeIntents(created, [version('draft', 'en'), version('draft', 'fr')])[0]?.createsDocument
    ).toBe(false);
  });
});

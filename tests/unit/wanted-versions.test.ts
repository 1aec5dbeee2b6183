import type { DocumentVersion } from '../../server/src/documents';
import type { LeavePolicy } from '../../server/src/protocol';
import { afterLeaving } from '../../server/src/sync/apply/leave';
import {
  byKey,
  withFollowingDrafts,
  withVersion,
  withoutVersion,
} from '../../server/src/sync/apply/versions';

const version = (
  locale: string | null,
  status: DocumentVersion['status'],
  fields: DocumentVersion['fields'] = {}
): DocumentVersion => ({ locale, status, fields });

const namesOf = (versions: Iterable<DocumentVersion>) =>
  [...versions].map(({ locale, status }) => `${locale} ${status}`);

const ALL = [
  version('en', 'draft'),
  version('en', 'published'),
  version('fr', 'draft'),
  version('fr', 'published'),
];

describe('what a document is to be', () => {
  it('a change tells what is new, a creation all there is', () => {
    const before = byKey([version('en', 'draft', { title: 'one', rating: 1 })]);

    const told = version('en', 'draft', { title: 'two' });
    expect([...withVersion(before, told, true).values()]).toEqual([
      version('en', 'draft', { title: 'two', rating: 1 }),
    ]);
    expect([...withVersion(before, told, false).values()]).toEqual([told]);
    expect(before.get('en/draft')?.fields).toEqual({ title: 'one', rating: 1 });
  });

  it('a deletion takes its version', () => {
    const deleted = { locale: 'en', status: 'draft' } as const;
    expect(namesOf(withoutVersion(byKey(ALL), deleted).values())).toEqual([
      'en published',
      'fr draft',
      'fr published',
    ]);
  });

  it('drafts follow the published versions that changed', () => {
    const versions = byKey([
      version('en', 'draft', { title: 'old' }),
      version('en', 'published', { title: 'new' }),
      version('fr', 'published', { title: 'as before' }),
    ]);

    const followed = withFollowingDrafts(versions, new Set(['en/published']));
    expect(followed.get('en/draft')?.fields).toEqual({ title: 'new' });
    expect(followed.has('fr/draft')).toBe(false);
  });
});

describe('what is left of a document that leaves', () => {
  it.each<[LeavePolicy, string[] | null]>([
    ['keep', null],
    ['unpublish', ['en draft', 'fr draft', 'fr published']],
    ['delete', ['fr draft', 'fr published']],
  ])('%s, in one locale: %j', (policy, left) => {
    const after = afterLeaving(policy, ALL, (locale) => locale === 'en');
    expect(after && namesOf(after)).toEqual(left);
  });

  it.each<[LeavePolicy, string[] | null]>([
    ['keep', null],
    ['unpublish', ['en draft', 'fr draft']],
    ['delete', []],
  ])('%s, in all locales: %j', (policy, left) => {
    const after = afterLeaving(policy, ALL, () => true);
    expect(after && namesOf(after)).toEqual(left);
  });
});

import {
  type Alignment,
  isWithinReach,
  mainPlace,
  placesOf,
} from '../../server/src/sync/receive/places';

const PLAIN: Alignment = {
  localized: false,
  draftAndPublish: false,
  defaultLocale: { here: null, there: 'en' },
  followed: 'draft',
};
const LOCALIZED: Alignment = {
  ...PLAIN,
  localized: true,
  defaultLocale: { here: 'de', there: null },
};
const WITH_DRAFTS: Alignment = { ...PLAIN, draftAndPublish: true };

describe('where versions of a producer belong in a content type of another kind', () => {
  it.each<[string, Alignment, Parameters<typeof placesOf>[0], ReturnType<typeof placesOf>]>([
    [
      'one version is one version',
      PLAIN,
      { locale: null, status: null },
      [{ locale: null, status: null }],
    ],
    [
      'of a draft and a published version, the draft counts',
      PLAIN,
      { locale: null, status: 'draft' },
      [{ locale: null, status: null }],
    ],
    ['and the published one does not', PLAIN, { locale: null, status: 'published' }, []],
    [
      'unless its draft does not come',
      PLAIN,
      { locale: null, status: 'published', withoutDraft: true },
      [{ locale: null, status: null }],
    ],
    [
      'or the subscription is to published versions',
      { ...PLAIN, followed: 'published' },
      { locale: null, status: 'published' },
      [{ locale: null, status: null }],
    ],
    [
      'what has no draft is a draft here, and published',
      WITH_DRAFTS,
      { locale: null, status: null },
      [
        { locale: null, status: 'draft' },
        { locale: null, status: 'published' },
      ],
    ],
    [
      'statuses stay where both have them',
      WITH_DRAFTS,
      { locale: null, status: 'published' },
      [{ locale: null, status: 'published' }],
    ],
    [
      "of several locales, the producer's default one is taken",
      PLAIN,
      { locale: 'en', status: null },
      [{ locale: null, status: null }],
    ],
    ['and no other', PLAIN, { locale: 'fr', status: null }, []],
    [
      "what has no locale is in this site's default one",
      LOCALIZED,
      { locale: null, status: null },
      [{ locale: 'de', status: null }],
    ],
    [
      'locales stay where both have them',
      LOCALIZED,
      { locale: 'fr', status: null },
      [{ locale: 'fr', status: null }],
    ],
  ])('%s', (_name, alignment, version, places) => {
    expect(placesOf(version, alignment)).toEqual(places);
  });

  it('other locales of a document are its own, where the producer has none', () => {
    expect(isWithinReach({ locale: 'de', status: null }, LOCALIZED, false)).toBe(true);
    expect(isWithinReach({ locale: 'fr', status: null }, LOCALIZED, false)).toBe(false);
    expect(isWithinReach({ locale: 'fr', status: null }, LOCALIZED, true)).toBe(true);
  });

  it('a deletion without a place is one of the whole document', () => {
    expect(mainPlace({ ...LOCALIZED, draftAndPublish: true })).toEqual({
      locale: 'de',
      status: 'draft',
    });
  });
});

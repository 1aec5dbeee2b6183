/**
 * Where the versions of a producer's document belong in a document of this site, whose content type
 * may differ in having locales, or drafts and published versions. Pure.
 */
import { versionKey } from '../../documents';
import type { VersionStatus } from '../../protocol';

/** A version without its content. */
export interface Place {
  locale: string | null;
  status: VersionStatus | null;
}

/** A version of the producer. */
export interface RemotePlace extends Place {
  /** It is published, and its draft does not come. */
  withoutDraft?: boolean;
}

/** What decides about places. */
export interface Alignment {
  /** Of the content type here. */
  localized: boolean;
  draftAndPublish: boolean;
  /** What a document has where its locale is not named; null: not known, so all are taken. */
  defaultLocale: { here: string | null; there: string | null };
  /** Which of the two a document is here that has but one version. */
  followed: VersionStatus;
}

const localesOf = (
  { locale }: Place,
  { localized, defaultLocale: { here, there } }: Alignment
): (string | null)[] => {
  if (localized) {
    return [locale ?? here];
  }
  return locale === null || there === null || locale === there ? [null] : [];
};

const statusesOf = (
  { status, withoutDraft = false }: RemotePlace,
  { draftAndPublish, followed }: Alignment
): (VersionStatus | null)[] => {
  if (draftAndPublish) {
    return status === null ? ['draft', 'published'] : [status];
  }
  const isFollowed = status === followed || (status === 'published' && withoutDraft);
  return status === null || isFollowed ? [null] : [];
};

/**
 * The versions here that a version there becomes: none where this site has no room for it, two
 * where only this site tells a draft from what is published. Drafts come first.
 */
export const placesOf = (version: RemotePlace, alignment: Alignment): Place[] =>
  localesOf(version, alignment).flatMap((locale) =>
    statusesOf(version, alignment).map((status) => ({ locale, status }))
  );

/** Whether a version of a whole document has come without its draft. */
export const comesWithoutDraft = ({ locale, status }: Place, versions: Place[]): boolean =>
  status === 'published' &&
  !versions.some((other) => other.status === 'draft' && other.locale === locale);

/** Says that nothing here is what a version is there. */
export const describeNoPlace = ({ locale, status }: Place, contentType: string): string =>
  `Documents of ${contentType} here have no version that the producer's ` +
  `${status === null ? '' : `${status} `}version${locale === null ? '' : ` in ${locale}`} could become.`;

/** The places of many versions, each once. */
export const placesOfAll = (versions: Place[], alignment: Alignment): Place[] => [
  ...new Map(
    versions
      .flatMap((version) => placesOf(version, alignment))
      .map((place) => [versionKey(place), place])
  ).values(),
];

/** Where a document is that has no version to tell: what happens there happens to all of it. */
export const mainPlace = ({ localized, draftAndPublish, defaultLocale }: Alignment): Place => ({
  locale: localized ? defaultLocale.here : null,
  status: draftAndPublish ? 'draft' : null,
});

/** Whether a version of this site could come from there: others are this site's own. */
export const isWithinReach = (
  { locale }: Place,
  { localized, defaultLocale }: Alignment,
  isLocalizedThere: boolean
): boolean => !localized || isLocalizedThere || locale === defaultLocale.here;

import type { Model } from '../schemas';
import type { Random } from '../seed';
import type { Context } from './context';
import type { KnownDocument, KnownVersion } from './known-documents';
import type { Status, Template } from './operation';

/** The version whose relations are chosen: a target must have one that goes with it. */
export interface Owner {
  model: Model;
  locale: string | null;
  status: Status | null;
  /** There is nothing to disconnect yet. */
  isNew: boolean;
  /** REST takes no polymorphic relation, and is not to be told which version of a target is meant. */
  viaRest?: boolean;
}

export interface Target {
  document: KnownDocument;
  version: KnownVersion;
}

const MORPH_TARGETS = ['page', 'job', 'author', 'faq', 'place', 'profile'].map(
  (name) => `api::${name}.${name}`
);

/** The types that polymorphic relations lead to. */
export const morphTypes = ({ models }: Context): string[] =>
  MORPH_TARGETS.filter((uid) => models.some((model) => model.uid === uid));

/** Versions of the target type that this owner can be linked to. */
const candidates = (
  { known, schemas }: Context,
  uid: string,
  { model, locale, status }: Owner
): Target[] => {
  const target = schemas.get(uid);
  return known.documents(uid).flatMap((document) =>
    document.versions
      // A link leads from draft to draft, from published to published, and where the owner has
      // neither to any version; likewise for locales.
      .filter((version) => !version.status || !status || version.status === status)
      .filter((version) => !target.localized || !model.localized || version.locale === locale)
      .map((version) => ({ document, version }))
  );
};

/** None at times, else up to so many. */
export const someOf = (random: Random, most: number): number =>
  random.chance(0.2) ? 0 : random.integer(1, most);

export const pickTargets = (
  context: Context,
  uid: string,
  owner: Owner,
  most: number
): Target[] => {
  const seen = new Set<KnownDocument>();
  return context.random
    .shuffle(candidates(context, uid, owner))
    .filter(({ document }) => !seen.has(document) && seen.add(document))
    .slice(0, someOf(context.random, most));
};

export const rowReference = ({ document, version }: Target): Template => ({
  $rowId: { handle: document.handle, locale: version.locale, status: version.status },
});

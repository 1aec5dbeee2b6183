import type { Model } from '../../schemas';
import { USER } from '../../schemas';
import type { Random } from '../../seed';
import type { Context } from '../context';
import { DEFAULT_LOCALE, LOCALES, pickModel } from '../context';
import type { KnownDocument, KnownVersion } from '../known-documents';
import type { Template } from '../operation';
import type { Owner } from '../targets';

/** More documents of one type tell nothing that fewer do not. */
const MANY = 10;
const FEW = 4;

export type Route = 'documents' | 'admin' | 'rest';

/** Users have routes of their own; the document service serves all. */
export const pickRoute = (random: Random, model: Model): Route =>
  model.uid === USER ? 'documents' : random.pick(['documents', 'admin', 'rest'] as const);

export const isSingle = (model: Model): boolean => model.kind === 'singleType';

export const count = ({ known }: Context, model: Model): number =>
  known.documents(model.uid).length;

export const hasRoom = (context: Context, model: Model): boolean =>
  count(context, model) < (isSingle(model) ? 1 : MANY);

/** Deleting is as likely as any operation once there is enough to delete. */
export const mayShrink = (context: Context, model: Model): boolean =>
  count(context, model) > FEW || (isSingle(model) && context.random.chance(0.2));

export interface Chosen {
  model: Model;
  document: KnownDocument;
}

export const chooseDocument = (
  context: Context,
  isGood: (model: Model) => boolean = () => true,
  isGoodDocument: (document: KnownDocument, model: Model) => boolean = () => true
): Chosen | null => {
  const { random, known } = context;
  const model = pickModel(
    context,
    (each) =>
      isGood(each) && known.documents(each.uid).some((document) => isGoodDocument(document, each))
  );
  if (!model) return null;
  const document = random.pick(
    known.documents(model.uid).filter((each) => isGoodDocument(each, model))
  );
  return { model, document };
};

export const pickLocale = (random: Random, model: Model): string | null =>
  model.localized ? random.pick(LOCALES) : null;

/** One that the document has, mostly. */
export const pickItsLocale = (random: Random, { model, document }: Chosen): string | null =>
  model.localized && random.chance(0.75)
    ? random.pick(document.versions).locale
    : pickLocale(random, model);

/** What the document service takes for several locales at once. */
export const pickLocales = (random: Random, { model, document }: Chosen): Template | undefined => {
  if (!model.localized) return undefined;
  const form = random.next();
  if (form < 0.25) return '*';
  if (form < 0.4) return random.shuffle(LOCALES).slice(0, 2);
  if (form < 0.5) return undefined;
  return random.pick(document.versions).locale;
};

export const versionIn = (
  document: KnownDocument,
  locale: string | null,
  status: 'draft' | 'published' | null
): KnownVersion | undefined =>
  document.versions.find((version) => version.locale === locale && version.status === status);

export const draftStatus = (model: Model) => (model.draftAndPublish ? 'draft' : null);

export const ownerOf = (
  model: Model,
  locale: string | null,
  { isNew, route }: { isNew: boolean; route?: Route }
): Owner => ({
  model,
  locale,
  status: draftStatus(model),
  isNew,
  viaRest: route === 'rest',
});

export const localeParam = (locale: string | null): { locale?: string } =>
  // Without it the default locale is meant: sometimes that is left to Strapi.
  locale === null || locale === DEFAULT_LOCALE ? {} : { locale };

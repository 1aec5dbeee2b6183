import type { Attribute, Model } from '../../schemas';
import { isRelation } from '../../schemas';
import type { Context, Generator } from '../context';
import { documentData, isScalar } from '../document-data';
import type { Action, Template } from '../operation';
import type { Chosen, Route } from './choose';
import {
  chooseDocument,
  draftStatus,
  isSingle,
  localeParam,
  ownerOf,
  pickItsLocale,
  pickRoute,
  versionIn,
} from './choose';

/** An update of one locale by one of three ways, on its own or published in the same call. */
const writeVersion = (
  { random }: Context,
  { model, document }: Chosen,
  route: Route,
  locale: string | null,
  data: { [name: string]: Template }
): Action => {
  const { uid } = model;
  const documentId = { $documentId: document.handle };
  const isPublished = model.draftAndPublish && random.chance(0.3);
  const query = localeParam(locale);

  switch (route) {
    case 'documents':
      return {
        via: 'documents',
        uid,
        method: 'update',
        params: { documentId, data, ...query, ...(isPublished ? { status: 'published' } : {}) },
      };
    case 'admin':
      return {
        via: 'admin',
        method: isPublished ? 'post' : 'put',
        path: [
          ...(isSingle(model)
            ? [`/content-manager/single-types/${uid}`]
            : [`/content-manager/collection-types/${uid}/`, documentId]),
          ...(isPublished ? ['/actions/publish'] : []),
        ],
        query,
        body: { ...data, ...query },
      };
    case 'rest':
      return {
        via: 'rest',
        method: 'put',
        path: isSingle(model)
          ? [`/api/${model.singularName}`]
          : [`/api/${model.pluralName}/`, documentId],
        query: {
          ...query,
          ...(model.draftAndPublish ? { status: isPublished ? 'published' : 'draft' } : {}),
        },
        body: { data },
      };
  }
};

const updateOf =
  (only: (attribute: Attribute) => boolean, density: number) => (context: Context) => {
    const has = (model: Model) => Object.values(model.attributes).some(only);
    const chosen = chooseDocument(context, has);
    if (!chosen) return null;

    const { random } = context;
    const { model, document } = chosen;
    const locale = pickItsLocale(random, chosen);
    const route = pickRoute(random, model);
    const isNew = !versionIn(document, locale, draftStatus(model));
    const data = documentData(context, model, ownerOf(model, locale, { isNew, route }), {
      only,
      density,
    });
    return {
      action: writeVersion(context, chosen, route, locale, data),
      touches: [model.uid],
    };
  };

const isComponent = ({ type }: Attribute) => type === 'component' || type === 'dynamiczone';

const hasList = ({ type, repeatable }: Attribute) => type === 'dynamiczone' || repeatable === true;

const editComponents = (context: Context) => {
  const { random } = context;
  const chosen = chooseDocument(context, (model) => Object.values(model.attributes).some(hasList));
  if (!chosen) return null;

  const { model, document } = chosen;
  const [attribute] = random.pick(
    Object.entries(model.attributes).filter(([, each]) => hasList(each))
  );
  const version = random.pick(document.versions);
  const action: Action = {
    via: 'components',
    uid: model.uid,
    version: {
      handle: document.handle,
      locale: version.locale,
      status: draftStatus(model),
    },
    attribute,
    change: random.pick(['reverse', 'drop first', 'keep'] as const),
  };
  return { action, touches: [model.uid] };
};

export const updateGenerators: Generator[] = [
  { kind: 'versions', weight: 10, make: updateOf(() => true, 0.3) },
  { kind: 'versions', weight: 6, make: updateOf(isScalar, 0.4) },
  { kind: 'structure', weight: 9, make: updateOf(isComponent, 0.7) },
  { kind: 'structure', weight: 4, make: editComponents },
  { kind: 'relations', weight: 14, make: updateOf(isRelation, 0.5) },
  { kind: 'media', weight: 4, make: updateOf(({ type }) => type === 'media', 0.9) },
];

import type { Model } from '../../schemas';
import type { Context, Generator } from '../context';
import { pickWhere } from '../context';
import { documentData } from '../document-data';
import type { Action } from '../operation';
import { count, hasRoom, isSingle, localeParam, ownerOf, pickLocale, pickRoute } from './choose';

const pick = (context: Context) =>
  pickWhere(context.random, context.models, (each) => hasRoom(context, each));

/** Of two types the one that has fewer documents: all have some before long. */
const rarest = (context: Context, models: readonly (Model | null)[]): Model | null => {
  const [first, second] = models;
  if (!first || !second) return first ?? second ?? null;
  return count(context, first) <= count(context, second) ? first : second;
};

const create = (context: Context) => {
  const { random } = context;
  const model = rarest(context, [pick(context), pick(context)]);
  if (!model) return null;

  const { uid } = model;
  const locale = pickLocale(random, model);
  const route = pickRoute(random, model);
  const data = documentData(context, model, ownerOf(model, locale, { isNew: true, route }));
  const isPublished = model.draftAndPublish && random.chance(0.4);
  const query = localeParam(locale);

  const actions: Record<typeof route, () => Action> = {
    documents: () => ({
      via: 'documents',
      uid,
      method: 'create',
      params: { data, ...query, ...(isPublished ? { status: 'published' } : {}) },
    }),
    admin: () => ({
      via: 'admin',
      method: isSingle(model) && !isPublished ? 'put' : 'post',
      path: [
        `/content-manager/${isSingle(model) ? 'single' : 'collection'}-types/${uid}`,
        ...(isPublished ? ['/actions/publish'] : []),
      ],
      query,
      body: { ...data, ...query },
    }),
    rest: () => ({
      via: 'rest',
      method: isSingle(model) ? 'put' : 'post',
      path: [`/api/${isSingle(model) ? model.singularName : model.pluralName}`],
      query: {
        ...query,
        ...(model.draftAndPublish ? { status: isPublished ? 'published' : 'draft' } : {}),
      },
      body: { data },
    }),
  };
  return { action: actions[route](), touches: [uid] };
};

const clone = (context: Context) => {
  const { random, known, models } = context;
  const model = pickWhere(
    random,
    models,
    (each) => !isSingle(each) && hasRoom(context, each) && known.documents(each.uid).length > 0
  );
  if (!model) return null;

  const { uid } = model;
  const { handle, versions } = random.pick(known.documents(uid));
  const documentId = { $documentId: handle };
  const owner = ownerOf(model, random.pick(versions).locale, { isNew: true });
  // The clone's own title and unique values; all else is copied, mostly.
  const data = documentData(context, model, owner, {
    only: ({ unique, type }) => unique === true || type === 'uid' || random.chance(0.1),
    density: 1,
  });
  const action: Action =
    random.chance(0.3) && uid.startsWith('api::')
      ? {
          via: 'admin',
          method: 'post',
          path: [`/content-manager/collection-types/${uid}/clone/`, documentId],
          query: localeParam(owner.locale),
          body: data,
        }
      : {
          via: 'documents',
          uid,
          method: 'clone',
          params: {
            documentId,
            data,
            ...(model.localized && random.chance(0.7) ? { locale: '*' } : {}),
          },
        };
  return { action, touches: [uid] };
};

export const createGenerators: Generator[] = [
  { kind: 'versions', weight: 14, make: create },
  { kind: 'versions', weight: 2, make: clone },
];

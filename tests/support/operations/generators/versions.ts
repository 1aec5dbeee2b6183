import type { Context, Generator } from '../context';
import type { KnownDocument } from '../known-documents';
import type { Action, Template } from '../operation';
import type { Chosen } from './choose';
import {
  chooseDocument,
  isSingle,
  localeParam,
  mayShrink,
  pickItsLocale,
  pickLocales,
  pickRoute,
} from './choose';

type Change = 'publish' | 'unpublish' | 'discardDraft';

const ADMIN_ACTIONS: Record<Change, string> = {
  publish: 'publish',
  unpublish: 'unpublish',
  discardDraft: 'discard',
};

const throughService = ({ random }: Context, chosen: Chosen, method: string): Action => {
  const locale = pickLocales(random, chosen);
  return {
    via: 'documents',
    uid: chosen.model.uid,
    method,
    params: {
      documentId: { $documentId: chosen.document.handle },
      ...(locale === undefined ? {} : { locale }),
    },
  };
};

const adminPath = ({ model, document }: Chosen): Template[] =>
  isSingle(model)
    ? [`/content-manager/single-types/${model.uid}`]
    : [`/content-manager/collection-types/${model.uid}/`, { $documentId: document.handle }];

const throughAdmin = ({ random }: Context, chosen: Chosen, change: Change): Action => {
  const query = localeParam(pickItsLocale(random, chosen));
  return {
    via: 'admin',
    method: 'post',
    path: [...adminPath(chosen), `/actions/${ADMIN_ACTIONS[change]}`],
    query,
    body: {
      ...query,
      ...(change === 'unpublish' && random.chance(0.4) ? { discardDraft: true } : {}),
    },
  };
};

const isPublished = ({ versions }: KnownDocument) =>
  versions.some(({ status }) => status === 'published');

const change =
  (method: Change) =>
  (context: Context): ReturnType<Generator['make']> => {
    // Discarding a draft that was never published deletes it: that has its turn, not often.
    const takesAny =
      method === 'publish' || (method === 'discardDraft' && context.random.chance(0.15));
    const chosen = chooseDocument(
      context,
      (model) => model.draftAndPublish,
      (document) => takesAny || isPublished(document)
    );
    if (!chosen) return null;
    const action = context.random.chance(0.6)
      ? throughService(context, chosen, method)
      : throughAdmin(context, chosen, method);
    return { action, touches: [chosen.model.uid] };
  };

const BULK = ['bulkPublish', 'bulkPublish', 'bulkUnpublish', 'bulkDelete'] as const;

const bulk = (context: Context) => {
  const { random, known } = context;
  const action = random.pick(BULK);
  const chosen = chooseDocument(
    context,
    (model) =>
      model.uid.startsWith('api::') &&
      !isSingle(model) &&
      (action === 'bulkDelete' ? mayShrink(context, model) : model.draftAndPublish)
  );
  if (!chosen) return null;

  const { uid } = chosen.model;
  const most = action === 'bulkDelete' ? 2 : 4;
  const documentIds = random
    .shuffle(known.documents(uid))
    .slice(0, most)
    .map(({ handle }) => ({ $documentId: handle }));
  const query = localeParam(pickItsLocale(random, chosen));
  return {
    action: {
      via: 'admin' as const,
      method: 'post' as const,
      path: [`/content-manager/collection-types/${uid}/actions/${action}`],
      query,
      body: { documentIds },
    },
    touches: [uid],
  };
};

const remove = (context: Context) => {
  const { random } = context;
  const chosen = chooseDocument(context, (model) => mayShrink(context, model));
  if (!chosen) return null;

  const { model, document } = chosen;
  const documentId = { $documentId: document.handle };
  const actions: Record<ReturnType<typeof pickRoute>, () => Action> = {
    documents: () => throughService(context, chosen, 'delete'),
    admin: () => ({
      via: 'admin',
      method: 'delete',
      path: adminPath(chosen),
      query:
        model.localized && random.chance(0.4)
          ? { locale: '*' }
          : localeParam(pickItsLocale(random, chosen)),
    }),
    rest: () => ({
      via: 'rest',
      method: 'delete',
      path: isSingle(model)
        ? [`/api/${model.singularName}`]
        : [`/api/${model.pluralName}/`, documentId],
      query: localeParam(pickItsLocale(random, chosen)),
    }),
  };
  return { action: actions[pickRoute(random, model)](), touches: [model.uid] };
};

export const versionGenerators: Generator[] = [
  { kind: 'versions', weight: 10, make: change('publish') },
  { kind: 'versions', weight: 4, make: change('unpublish') },
  { kind: 'versions', weight: 4, make: change('discardDraft') },
  { kind: 'versions', weight: 3, make: bulk },
  { kind: 'versions', weight: 8, make: remove },
];

import type { Attribute, Model } from '../../schemas';
import { USER, isRelation } from '../../schemas';
import type { Context, Generator } from '../context';
import { pickWhere } from '../context';
import { isScalar } from '../document-data';
import type { KnownVersion } from '../known-documents';
import type { Action, Template } from '../operation';
import { rowRelationValue } from '../row-relation-values';
import type { Owner } from '../targets';
import { scalarValue } from '../values';
import type { Chosen } from './choose';
import { chooseDocument, draftStatus, hasRoom, isSingle, mayShrink, pickLocale } from './choose';

type Data = { [name: string]: Template };

/** Scalars and relations by row id: what `strapi.db.query` takes. */
const rowData = (
  context: Context,
  owner: Owner,
  { density, withRelations }: { density: number; withRelations: boolean }
): Data => {
  const { random, models } = context;
  const data: Data = {};
  for (const [name, attribute] of Object.entries(owner.model.attributes)) {
    if (!(owner.isNew && attribute.required) && !random.chance(density)) continue;

    if (isScalar(attribute)) data[name] = scalarValue(random, name, attribute);
    else if (withRelations && isRelation(attribute) && isOffered(models, attribute)) {
      data[name] = rowRelationValue(context, attribute, owner);
    }
  }
  return data;
};

const isOffered = (models: readonly Model[], { target }: Attribute) =>
  target === undefined || models.some(({ uid }) => uid === target);

/** What the document service sets and `strapi.db.query` does not. */
const versionColumns = (model: Model, locale: string | null): Data => ({
  ...(locale ? { locale } : {}),
  publishedAt: model.draftAndPublish ? null : '2024-01-01T00:00:00.000Z',
});

const newRow = (context: Context, model: Model, withRelations: boolean): Data => {
  const locale = pickLocale(context.random, model);
  const owner: Owner = { model, locale, status: draftStatus(model), isNew: true };
  return {
    ...rowData(context, owner, { density: 0.5, withRelations }),
    ...versionColumns(model, locale),
  };
};

const chooseModel = (context: Context) =>
  pickWhere(context.random, context.models, (each) => !isSingle(each) && hasRoom(context, each));

const query = (model: Model, method: string, params: Template) => ({
  action: { via: 'query', uid: model.uid, method, params } satisfies Action,
  touches: [model.uid],
});

const create = (context: Context) => {
  const model = chooseModel(context);
  return model && query(model, 'create', { data: newRow(context, model, true) });
};

const createMany = (context: Context) => {
  const model = chooseModel(context);
  if (!model) return null;
  const rows = Array.from({ length: context.random.integer(1, 3) }, () =>
    newRow(context, model, false)
  );
  return query(model, 'createMany', { data: rows });
};

const chooseRow = (context: Context): (Chosen & { version: KnownVersion }) | null => {
  const chosen = chooseDocument(context);
  return chosen && { ...chosen, version: context.random.pick(chosen.document.versions) };
};

const update = (context: Context) => {
  const chosen = chooseRow(context);
  if (!chosen) return null;
  const { model, document, version } = chosen;
  const { locale, status } = version;
  const data = rowData(
    context,
    { model, locale, status, isNew: false },
    { density: 0.4, withRelations: true }
  );
  return query(model, 'update', {
    where: { id: { $rowId: { handle: document.handle, locale, status } } },
    data,
  });
};

const some = (context: Context, model: Model, most: number): Template[] =>
  context.random
    .shuffle(context.known.documents(model.uid))
    .slice(0, most)
    .map(({ handle }) => ({ $documentId: handle }));

const updateMany = (context: Context) => {
  const chosen = chooseRow(context);
  if (!chosen) return null;
  const { model, version } = chosen;
  const data = Object.fromEntries(
    Object.entries(
      rowData(
        context,
        { model, locale: version.locale, status: version.status, isNew: false },
        { density: 0.3, withRelations: false }
      )
    ).filter(([name]) => !model.attributes[name].unique && model.attributes[name].type !== 'uid')
  );
  if (Object.keys(data).length === 0) return null;
  return query(model, 'updateMany', {
    where: {
      documentId: { $in: some(context, model, 3) },
      ...(context.random.chance(0.5) && version.locale ? { locale: version.locale } : {}),
    },
    data,
  });
};

/** Never a draft alone: a document without one is not in a state that Strapi knows. */
const remove = (context: Context) => {
  const chosen = chooseRow(context);
  if (!chosen) return null;
  const { model, document, version } = chosen;
  const { locale, status } = version;
  const isOnlyVersion = status === null && document.versions.length === 1;
  if (status === 'draft' || (isOnlyVersion && !mayShrink(context, model))) return null;
  return query(model, 'delete', {
    where: { id: { $rowId: { handle: document.handle, locale, status } } },
  });
};

const removeMany = (context: Context) => {
  const chosen = chooseDocument(context, (model) => mayShrink(context, model));
  if (!chosen) return null;
  const { model } = chosen;
  const where: Data = { documentId: { $in: some(context, model, 2) } };
  if (model.draftAndPublish && context.random.chance(0.5)) {
    return query(model, 'deleteMany', { where: { ...where, publishedAt: { $notNull: true } } });
  }
  return query(model, 'deleteMany', { where });
};

const userRow = (handle: string): Template => ({
  $rowId: { handle, locale: null, status: null },
});

const chooseUser = (context: Context) => chooseDocument(context, ({ uid }) => uid === USER);

/** Users and permissions has routes of its own; its delete goes past the document service. */
const updateUser = (context: Context) => {
  const chosen = chooseUser(context);
  if (!chosen) return null;
  const { random } = context;
  const action: Action = {
    via: 'rest',
    method: 'put',
    path: ['/api/users/', userRow(chosen.document.handle)],
    body: {
      blocked: random.chance(0.5),
      password: scalarValue(random, 'password', chosen.model.attributes.password),
    },
  };
  return { action, touches: [USER] };
};

const removeUser = (context: Context) => {
  const chosen = chooseUser(context);
  if (!chosen || !mayShrink(context, chosen.model)) return null;
  const action: Action = {
    via: 'rest',
    method: 'delete',
    path: ['/api/users/', userRow(chosen.document.handle)],
  };
  return { action, touches: [USER] };
};

export const bypassGenerators: Generator[] = [
  { kind: 'bypass', weight: 3, make: create },
  { kind: 'bypass', weight: 2, make: createMany },
  { kind: 'bypass', weight: 5, make: update },
  { kind: 'bypass', weight: 3, make: updateMany },
  { kind: 'bypass', weight: 2, make: remove },
  { kind: 'bypass', weight: 1, make: removeMany },
  { kind: 'bypass', weight: 1, make: updateUser },
  { kind: 'bypass', weight: 1, make: removeUser },
];

import type { Attribute } from '../schemas';
import { isToMany } from '../schemas';
import type { Context } from './context';
import { DEFAULT_LOCALE } from './context';
import type { Template } from './operation';
import type { Owner, Target } from './targets';
import { morphTypes, pickTargets, rowReference } from './targets';

/** How a document is named in data for the document service, or for one of the HTTP APIs. */
const reference = (
  { random, schemas }: Context,
  { document, version }: Target,
  { model, viaRest }: Owner
): { [name: string]: Template } => {
  const target = schemas.get(document.uid);
  const needsLocale =
    target.localized &&
    !model.localized &&
    (version.locale !== DEFAULT_LOCALE || random.chance(0.5));
  const namesStatus =
    target.draftAndPublish && !model.draftAndPublish && !viaRest && random.chance(0.3);
  return {
    documentId: { $documentId: document.handle },
    ...(needsLocale ? { locale: version.locale } : {}),
    ...(namesStatus ? { status: version.status } : {}),
  };
};

const position = (
  { random }: Context,
  earlier: readonly { [name: string]: Template }[]
): { position?: Template } => {
  if (earlier.length > 0 && random.chance(0.3)) {
    const { documentId, locale, status } = random.pick(earlier);
    return {
      position: {
        [random.pick(['before', 'after'])]: documentId,
        ...(locale === undefined ? {} : { locale }),
        ...(status === undefined ? {} : { status }),
      },
    };
  }
  return random.chance(0.3) ? { position: { [random.pick(['start', 'end'])]: true } } : {};
};

const toManyValue = (context: Context, uid: string, owner: Owner): Template => {
  const { random } = context;
  const references = pickTargets(context, uid, owner, 4).map((target) =>
    reference(context, target, owner)
  );
  const form = random.next();
  if (form < 0.4) return references;
  if (form < 0.5) return { set: references };
  if (form < 0.65 && !owner.isNew) return { disconnect: references };
  return {
    connect: references.map((each, index) => ({
      ...each,
      ...position(context, references.slice(0, index)),
    })),
  };
};

const toOneValue = (
  context: Context,
  { target: uid = '', useJoinTable }: Attribute,
  owner: Owner
): Template => {
  const [target] = pickTargets(context, uid, owner, 1);
  if (!target) return null;
  // Strapi takes no other form for a relation that is kept in a column.
  if (useJoinTable === false) return { id: rowReference(target) };
  const named = reference(context, target, owner);
  return context.random.pick<Template>([named, { connect: [named] }, { set: [named] }]);
};

const morphValue = (context: Context, attribute: Attribute, owner: Owner): Template => {
  const { random } = context;
  const types = random.shuffle(morphTypes(context));
  if (attribute.relation === 'morphToOne') {
    // Strapi takes only a row here, as `strapi.db.query` does.
    const [uid] = types;
    const [target] = uid ? pickTargets(context, uid, owner, 1) : [];
    return target ? { __type: uid, id: rowReference(target) } : null;
  }
  return types.flatMap((uid) =>
    pickTargets(context, uid, owner, 1).map((target) => ({
      __type: uid,
      ...reference(context, target, owner),
    }))
  );
};

/** A relation in data for the document service. */
export const relationValue = (context: Context, attribute: Attribute, owner: Owner): Template => {
  const { relation = '', target = '' } = attribute;
  switch (relation) {
    case 'morphToOne':
    case 'morphToMany':
      return morphValue(context, attribute, owner);
    case 'morphOne':
    case 'morphMany': {
      const [picked] = pickTargets(context, target, owner, 1);
      // As with the other polymorphic ones, Strapi wants to be told the type.
      const named = picked ? [{ __type: target, ...reference(context, picked, owner) }] : [];
      // Strapi fails on an empty list where there was no document before.
      return relation === 'morphOne' || owner.isNew ? (named[0] ?? null) : named;
    }
    default:
      return isToMany(attribute)
        ? toManyValue(context, target, owner)
        : toOneValue(context, attribute, owner);
  }
};

import type { Attribute, Model } from '../schemas';
import { isMorph } from '../schemas';
import type { Context } from './context';
import { FILE } from './known-documents';
import type { Template } from './operation';
import { relationValue } from './relation-values';
import type { Owner } from './targets';
import { someOf } from './targets';
import { scalarValue } from './values';

type Data = { [name: string]: Template };

export interface DataOptions {
  /** Which attributes may be in it; required ones always are in a new version. */
  only?: (attribute: Attribute, name: string) => boolean;
  /** How likely an attribute is in it. */
  density?: number;
}

const NESTED = new Set(['relation', 'media', 'component', 'dynamiczone']);

export const isScalar = ({ type }: Attribute): boolean => !NESTED.has(type);

export const mediaValue = ({ random, known }: Context, attribute: Attribute): Template => {
  const files = random
    .shuffle(known.documents(FILE))
    .slice(0, someOf(random, attribute.multiple ? 3 : 1))
    .map(({ handle }): Template => ({ $rowId: { handle, locale: null, status: null } }));
  return attribute.multiple ? files : (files[0] ?? null);
};

const componentData = (context: Context, uid: string, owner: Owner): Data =>
  // A component is written anew: its relations have nothing to disconnect.
  documentData(context, context.schemas.get(uid), { ...owner, isNew: true }, { density: 0.7 });

const componentValue = (context: Context, attribute: Attribute, owner: Owner): Template => {
  const { random } = context;
  const { type, component = '', components = [], repeatable } = attribute;
  if (type === 'dynamiczone') {
    return Array.from({ length: random.integer(0, 3) }, () => {
      const uid = random.pick(components);
      return { __component: uid, ...componentData(context, uid, owner) };
    });
  }
  if (repeatable) {
    return Array.from({ length: random.integer(0, 3) }, () =>
      componentData(context, component, owner)
    );
  }
  return random.chance(0.2) ? null : componentData(context, component, owner);
};

const valueOf = (context: Context, name: string, attribute: Attribute, owner: Owner): Template => {
  switch (attribute.type) {
    case 'relation':
      return relationValue(context, attribute, owner);
    case 'media':
      return mediaValue(context, attribute);
    case 'component':
    case 'dynamiczone':
      return componentValue(context, attribute, owner);
    default:
      return scalarValue(context.random, name, attribute);
  }
};

/** Data for a version of `owner`, of the model itself or of one of its components. */
export const documentData = (
  context: Context,
  model: Model,
  owner: Owner,
  { only = () => true, density = 0.6 }: DataOptions = {}
): Data => {
  const data: Data = {};
  for (const [name, attribute] of Object.entries(model.attributes)) {
    const isNeeded = owner.isNew && attribute.required === true;
    const isWanted =
      only(attribute, name) &&
      !(owner.viaRest && isMorph(attribute)) &&
      (attribute.target === undefined || isOffered(context, attribute.target));
    if (isNeeded || (isWanted && context.random.chance(density))) {
      data[name] = valueOf(context, name, attribute, owner);
    }
  }
  return data;
};

const isOffered = ({ models }: Context, uid: string) => models.some((model) => model.uid === uid);

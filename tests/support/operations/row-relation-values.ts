import type { Attribute } from '../schemas';
import { isMorph, isToMany } from '../schemas';
import type { Context } from './context';
import type { Template } from './operation';
import type { Owner } from './targets';
import { morphTypes, pickTargets, rowReference } from './targets';

const typedRow = (context: Context, owner: Owner, uid: string): Template[] =>
  pickTargets(context, uid, owner, 1).map((target) => ({
    __type: uid,
    id: rowReference(target),
  }));

const morphRows = (context: Context, attribute: Attribute, owner: Owner): Template => {
  const { random } = context;
  const types = random.shuffle(morphTypes(context));
  if (attribute.relation === 'morphToOne') {
    return types.slice(0, 1).flatMap((uid) => typedRow(context, owner, uid))[0] ?? null;
  }
  if (attribute.relation === 'morphToMany') {
    return types.flatMap((uid) => typedRow(context, owner, uid));
  }
  const rows = pickTargets(context, attribute.target ?? '', owner, 1).map(rowReference);
  return owner.isNew ? (rows[0] ?? null) : rows;
};

/** A relation in data for `strapi.db.query`, which knows rows only. */
export const rowRelationValue = (
  context: Context,
  attribute: Attribute,
  owner: Owner
): Template => {
  if (isMorph(attribute)) return morphRows(context, attribute, owner);

  const most = isToMany(attribute) ? 3 : 1;
  const rows = pickTargets(context, attribute.target ?? '', owner, most).map(rowReference);
  if (!isToMany(attribute)) return rows[0] ?? null;
  return owner.isNew || context.random.chance(0.5)
    ? rows
    : { [context.random.pick(['connect', 'disconnect'])]: rows.map((id) => ({ id })) };
};

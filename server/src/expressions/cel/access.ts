/** Fields and entries. What is not there is null, and so is everything of null. */
import { hasOwn } from '../shape';
import { doYouMean } from '../suggest';
import type { JsonValue } from '../../protocol';
import { type Compile, type Compiled, type Context, type Fail, failAt } from './context';
import type { NodeOf } from './parse';
import { DYN, type ObjectType, type StaticType } from './static-types';
import { literalText } from './structures';
import { isDictionary, isList, KIND_NAMES, kindOf, type Value } from './values';

/** Only what an object has itself: nothing of JavaScript's can be reached. */
const ownValue = (owner: Value, name: string, fail: Fail): Value => {
  if (owner === null) {
    return null;
  }
  if (!isDictionary(owner)) {
    return fail(
      'wrong_type',
      `"${name}" is asked of ${KIND_NAMES[kindOf(owner)]}, which has no fields.`
    );
  }
  return hasOwn(owner, name) ? (owner[name] ?? null) : null;
};

const readField = (owner: Compiled, type: ObjectType, name: string, fail: Fail): Compiled => {
  const field = type.fields().get(name);
  if (!field) {
    const advice = type.advice ? `: ${type.advice}` : doYouMean(name, [...type.fields().keys()]);
    return fail('unknown_field', `No field ${name}${advice}`);
  }
  const { read } = field;
  return {
    type: field.type,
    cost: owner.cost + 1,
    // Documents hold JSON, and no value of another kind is in them.
    run: (frame) => read(ownValue(owner.run(frame), name, fail) as JsonValue),
  };
};

const hasFields = ({ kind }: StaticType): boolean => ['dyn', 'null', 'object'].includes(kind);

const readOwn = (owner: Compiled, name: string, fail: Fail): Compiled => {
  if (owner.type.kind === 'object') {
    return readField(owner, owner.type, name, fail);
  }
  if (!hasFields(owner.type)) {
    return fail('wrong_type', `"${name}" is asked of a value that has no fields.`);
  }
  return {
    type: DYN,
    cost: owner.cost + 1,
    run: (frame) => ownValue(owner.run(frame), name, fail),
  };
};

/** `doc.title` */
export const compileField = (node: NodeOf<'.'>, context: Context, compile: Compile): Compiled => {
  const [owner, name] = node.args;
  return readOwn(compile(owner, context), name, failAt(node));
};

const entryOf = (owner: Value, key: Value, fail: Fail): Value => {
  if (owner === null || key === null) {
    return null;
  }
  if (isList(owner)) {
    return typeof key === 'number'
      ? (owner[key] ?? null)
      : fail('wrong_type', 'Entries of a list are asked for by number: the first is [0].');
  }
  return typeof key === 'string'
    ? ownValue(owner, key, fail)
    : fail('wrong_type', 'Entries of an object are asked for by name, such as ["city"].');
};

/** `doc.lines[0]`, `doc["title"]` */
export const compileIndex = (node: NodeOf<'[]'>, context: Context, compile: Compile): Compiled => {
  const [ownerNode, keyNode] = node.args;
  const fail = failAt(node);
  const owner = compile(ownerNode, context);
  const name = literalText(keyNode);
  if (name !== null && owner.type.kind !== 'list') {
    return readOwn(owner, name, fail);
  }
  if (owner.type.kind === 'object') {
    return fail('unknown_field', 'A field is asked for by its name in quotes, such as ["title"].');
  }
  if (!hasFields(owner.type) && owner.type.kind !== 'list') {
    return fail('wrong_type', 'Only lists and objects have entries.');
  }
  const key = compile(keyNode, context);
  if (owner.type.kind === 'list' && !['number', 'dyn', 'null'].includes(key.type.kind)) {
    return fail('wrong_type', 'Entries of a list are asked for by number: the first is [0].');
  }
  return {
    type: owner.type.kind === 'list' ? owner.type.item : DYN,
    cost: owner.cost + key.cost + 1,
    run: (frame) => entryOf(owner.run(frame), key.run(frame), fail),
  };
};

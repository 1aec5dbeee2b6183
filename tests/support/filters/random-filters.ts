/** Random filters that Strapi takes, on every database. */
import fc from 'fast-check';

import type { FieldShape, Shape } from '../../../server/src/expressions';
import type { JsonValue } from '../../../server/src/protocol';
import { isOfAnyCase, isOrdered, targetOf, valuesOf } from './shapes';

export type Fields = Record<string, JsonValue>;

const EQUALITY = ['$eq', '$ne'];
const ORDER = ['$lt', '$lte', '$gt', '$gte'];
const WITH_CASE = ['$contains', '$notContains', '$startsWith', '$endsWith'];
const WITHOUT_CASE = ['$eqi', '$nei', '$containsi', '$notContainsi', '$startsWithi', '$endsWithi'];

const operatorsOf = (name: string, { kind }: FieldShape): string[] => {
  if (isOfAnyCase(name)) return WITHOUT_CASE;
  if (kind === 'string') {
    return [...EQUALITY, ...WITH_CASE, ...WITHOUT_CASE, ...(isOrdered(name) ? ORDER : [])];
  }
  if (kind === 'enumeration') return [...EQUALITY, ...WITH_CASE];
  return kind === 'json' ? [] : [...EQUALITY, ...ORDER];
};

const takesNull = (operator: string): boolean => !/contains|startsWith|endsWith/i.test(operator);

/** Whether there is anything. */
const nullTest: fc.Arbitrary<JsonValue> = fc.oneof(
  fc.record({ $null: fc.boolean() }),
  fc.record({ $notNull: fc.boolean() }),
  fc.constantFrom<JsonValue>(null, { $eq: null }, { $ne: null }, { $not: null })
);

const orNull = (value: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonValue> =>
  fc.oneof({ weight: 9, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) });

const operation = (name: string, field: FieldShape, depth: number): fc.Arbitrary<Fields> => {
  const value = fc.constantFrom(...valuesOf(name, field));
  const operators = operatorsOf(name, field);
  const plain = fc.constantFrom(...operators).chain((operator) => {
    const operand = takesNull(operator) ? orNull(value) : value;
    return fc
      .oneof(
        { weight: 5, arbitrary: operand },
        { weight: 1, arbitrary: fc.array(operand, { maxLength: 3 }) }
      )
      .map((operands): Fields => ({ [operator]: operands }));
  });
  const among = fc
    .tuple(fc.constantFrom('$in', '$notIn'), fc.array(orNull(value), { maxLength: 4 }))
    .map(([operator, operands]): Fields => ({ [operator]: operands }));
  const between = fc
    .tuple(orNull(value), orNull(value))
    .map((operands): Fields => ({ $between: operands }));
  const negated =
    depth > 0 ? condition(name, field, depth - 1).map(($not): Fields => ({ $not })) : plain;
  return fc.oneof(
    { weight: 6, arbitrary: plain },
    { weight: isOfAnyCase(name) ? 0 : 2, arbitrary: among },
    { weight: operators.includes('$lt') ? 1 : 0, arbitrary: between },
    { weight: 2, arbitrary: negated }
  );
};

/** On a field of one value: `5`, `[1, 2]`, `{ "$gt": 1, "$lt": 5 }`. */
const condition = (name: string, field: FieldShape, depth: number): fc.Arbitrary<JsonValue> => {
  if (operatorsOf(name, field).length === 0) return nullTest;
  const operations = fc
    .array(operation(name, field, depth), { maxLength: 2 })
    .map((parts): JsonValue => Object.assign({}, ...parts) as Fields);
  const value = orNull(fc.constantFrom(...valuesOf(name, field)));
  return isOfAnyCase(name)
    ? fc.oneof({ weight: 5, arbitrary: operations }, { weight: 1, arbitrary: nullTest })
    : fc.oneof(
        { weight: 5, arbitrary: operations },
        { weight: 2, arbitrary: value },
        { weight: 1, arbitrary: fc.array(value, { maxLength: 3 }) },
        { weight: 1, arbitrary: nullTest }
      );
};

const onField = (name: string, field: FieldShape, depth: number): fc.Arbitrary<JsonValue> => {
  const target = targetOf(field);
  if (!target) return condition(name, field, depth);
  return depth > 0
    ? fc.oneof(
        { weight: 4, arbitrary: fieldsOf(target, depth - 1) },
        { weight: 1, arbitrary: nullTest }
      )
    : nullTest;
};

/** Fields side by side, without groups: Strapi would mix those of a relation with its owner's. */
const fieldsOf = (shape: Shape, depth: number): fc.Arbitrary<Fields> =>
  fc
    .uniqueArray(fc.constantFrom(...Object.keys(shape)), { minLength: 1, maxLength: 3 })
    .chain((names) =>
      fc
        .tuple(...names.map((name) => onField(name, shape[name], depth)))
        .map((parts): Fields => Object.fromEntries(names.map((name, i) => [name, parts[i]])))
    );

const groupOf = (part: fc.Arbitrary<Fields>): fc.Arbitrary<Fields> =>
  fc
    .tuple(fc.constantFrom('$and', '$or'), fc.array(part, { maxLength: 3 }))
    .map(([operator, parts]): Fields => ({ [operator]: parts }));

/** A relation whose own filter is a group, alone in its object. */
const groupOfRelation = (shape: Shape, depth: number): fc.Arbitrary<Fields> | null => {
  const targets = Object.entries(shape).flatMap(([name, field]) => {
    const target = targetOf(field);
    return target ? [{ name, target }] : [];
  });
  return targets.length === 0
    ? null
    : fc
        .constantFrom(...targets)
        .chain(({ name, target }) =>
          groupOf(randomFilter(target, depth - 1)).map((group): Fields => ({ [name]: group }))
        );
};

/** @param depth how many levels of groups, relations and negations there may be */
export const randomFilter = (shape: Shape, depth: number): fc.Arbitrary<Fields> => {
  const fields = fieldsOf(shape, depth);
  if (depth <= 0) return fields;
  const part = fc.oneof(
    { weight: 9, arbitrary: randomFilter(shape, depth - 1) },
    { weight: 1, arbitrary: fc.constant<Fields>({}) }
  );
  return fc.oneof(
    { weight: 3, arbitrary: fields },
    { weight: 2, arbitrary: groupOf(part) },
    { weight: 2, arbitrary: part.map(($not): Fields => ({ $not })) },
    { weight: 1, arbitrary: groupOfRelation(shape, depth) ?? fields }
  );
};

/** Conditions on a row: of the document itself, of a component or of a relation's target. */
import { fieldOf, type FieldShape, isArray, type Shape, valueOf } from '../shape';
import { doYouMean } from '../suggest';
import type { JsonValue } from '../../protocol';
import { columnOf, toBoolean } from './columns';
import { failAt, isObject, type Path, type Test } from './context';
import { compileValue, GROUP_OPERATORS, VALUE_OPERATORS } from './operators';
import { ALL, ANY, joinTests, NONE, not, SOME, type Truths, truthOf } from './truth';

/** The row that a part of a filter is about. */
export interface RowContext {
  readonly shape: Shape;
  /** Where in the filter the part stands. */
  readonly path: Path;
  /** The attributes from the document to this row. */
  readonly attributes: readonly string[];
  /** The row is the target of a relation: a field of it is asked for. */
  readonly isTarget: boolean;
  /** Called with the attributes of a target whose fields are needed. */
  readonly need: (attributes: readonly string[]) => void;
}

const STEPS_PER_ROW = 2;

/** What a reference says of its target by itself. */
const REFERENCE_FIELDS: readonly string[] = ['documentId', 'locale'];

type Filter = { readonly [key: string]: JsonValue };
type Joined = Extract<FieldShape, { kind: 'component' | 'relation' | 'media' }>;

const compileGroup = (operator: string, parts: JsonValue, context: RowContext): Test | null => {
  if (!Array.isArray(parts)) {
    return failAt(context.path, 'wrong_type', `${operator} takes a list of filters.`);
  }
  const tests = parts.map((part, index) =>
    compileRow(part, { ...context, path: [...context.path, String(index)] })
  );
  return joinTests(operator === '$or' ? SOME : ALL, tests);
};

const compileNot = (part: JsonValue, context: RowContext): Test | null => {
  const test = compileRow(part, context);
  return test && ((row, budget) => not(test(row, budget)));
};

/** What a test can be over all rows; a relation to nothing has one row, in which all is null. */
const overRows =
  (name: string, test: Test): Test =>
  (row, budget) => {
    const value = row === null ? null : valueOf(row, name);
    const rows = isArray(value) ? value : [value];
    let truths: Truths = NONE;
    for (const each of rows) {
      budget.charge(STEPS_PER_ROW);
      if (isObject(each)) truths |= test(each, budget);
      if (truths === ANY) break;
    }
    return truths === NONE ? test(null, budget) : truths;
  };

/** Whether there is a row at all; Strapi compares its id, which differs from site to site. */
const compilePresence = (filter: JsonValue, path: Path): Test => {
  const [operator, operand] = isObject(filter) ? Object.entries(filter)[0] : ['$eq', filter];
  const isNullTest = operator === '$null' || operator === '$notNull';
  const wanted = isNullTest ? toBoolean(operand) : operand === null || undefined;
  if (wanted === undefined || !['$eq', '$ne', '$not', '$null', '$notNull'].includes(operator)) {
    return failAt(
      path,
      'wrong_type',
      'Ask for fields of what this refers to, such as { "documentId": "…" }, or whether it is $null.'
    );
  }
  const isNull = wanted === (operator === '$eq' || operator === '$null');
  return (row) => truthOf((row === null) === isNull);
};

const compileJoinedRow = (filter: JsonValue, context: RowContext): Test | null => {
  const { path } = context;
  if (!isObject(filter)) {
    return compilePresence(filter, path);
  }
  const keys = Object.keys(filter);
  const operators = keys.filter((key) => key.startsWith('$'));
  if (operators.length === 0) {
    return compileRow(filter, context);
  }
  if (keys.length > 1) {
    return failAt(path, 'wrong_type', 'Here one operator stands alone: join conditions with $and.');
  }
  const [operator] = operators;
  return GROUP_OPERATORS.includes(operator)
    ? compileRow(filter, context)
    : compilePresence(filter, [...path, operator]);
};

const compileJoined = (
  name: string,
  field: Joined,
  filter: JsonValue,
  context: RowContext
): Test | null => {
  const shape = field.kind === 'component' ? field.shape : field.target;
  if (shape === null) {
    return failAt(
      context.path,
      'wrong_type',
      `${name} can refer to any content type, so Strapi cannot filter by it: use an expression.`
    );
  }
  const test = compileJoinedRow(filter, {
    ...context,
    shape: shape(),
    attributes: [...context.attributes, name],
    isTarget: field.kind !== 'component',
  });
  return test && overRows(name, test);
};

const unknownField = (name: string, { shape, path }: RowContext): never =>
  failAt(
    path,
    'unknown_field',
    name === 'id'
      ? 'Ids differ from site to site: use documentId.'
      : `No field ${name}${doYouMean(name, Object.keys(shape))}`
  );

const compileField = (name: string, filter: JsonValue, context: RowContext): Test | null => {
  const { shape, path, attributes, isTarget, need } = context;
  const field = fieldOf(shape, name) ?? unknownField(name, context);
  if (isTarget && !REFERENCE_FIELDS.includes(name)) {
    need(attributes);
  }
  if (field.kind === 'dynamiczone') {
    return failAt(path, 'wrong_type', 'Strapi cannot filter by dynamic zones: use an expression.');
  }
  const column = columnOf(field);
  if (column === null) {
    return compileJoined(name, field as Joined, filter, context);
  }
  const test = compileValue(column, filter, path);
  return (
    test && ((row, budget) => test(row === null ? null : column.read(valueOf(row, name)), budget))
  );
};

const compilePart = (key: string, part: JsonValue, outer: RowContext): Test | null => {
  const context = { ...outer, path: [...outer.path, key] };
  if (GROUP_OPERATORS.includes(key)) {
    return compileGroup(key, part, context);
  }
  if (key === '$not') {
    return compileNot(part, context);
  }
  if (VALUE_OPERATORS.includes(key)) {
    return failAt(context.path, 'wrong_type', `${key} belongs to a field.`);
  }
  if (key.startsWith('$')) {
    const known = [...GROUP_OPERATORS, '$not'];
    return failAt(context.path, 'unknown_operator', `No operator ${key}${doYouMean(key, known)}`);
  }
  return compileField(key, part, context);
};

/** Groups that Strapi moves from a relation's filter up into the filter it stands in. */
const movedGroups = (filter: Filter, shape: Shape): string[] =>
  Object.entries(filter).flatMap(([name, part]) => {
    const field = fieldOf(shape, name);
    if (!field || !isObject(part)) {
      return [];
    }
    const target = field.kind === 'component' ? field.shape : 'target' in field && field.target;
    return target
      ? [
          ...Object.keys(part).filter((key) => GROUP_OPERATORS.includes(key)),
          ...movedGroups(part, target()),
        ]
      : [];
  });

/** Of two groups with one name, Strapi forgets the first. */
const assertGroupsApart = (filter: Filter, { shape, path }: RowContext) => {
  const groups = [...Object.keys(filter), ...movedGroups(filter, shape)];
  const twice = GROUP_OPERATORS.find(
    (operator) => groups.indexOf(operator) !== groups.lastIndexOf(operator)
  );
  if (twice) {
    failAt(
      path,
      'wrong_type',
      `Strapi would forget one ${twice} of two: put each into an object of its own, under $and.`
    );
  }
};

/**
 * A filter object as a test of a row; null when nothing is asked, which is no condition and neither
 * true nor false: Strapi leaves it out of the SQL.
 */
export const compileRow = (filter: JsonValue, context: RowContext): Test | null => {
  if (!isObject(filter)) {
    return failAt(context.path, 'wrong_type', 'A filter is an object, such as { "public": true }.');
  }
  assertGroupsApart(filter, context);
  return joinTests(
    ALL,
    Object.entries(filter).map(([key, part]) => compilePart(key, part, context))
  );
};

/** Expressions of mappings over a producer's document, whose fields are those of its shape. */
import {
  type ExpressionFunction,
  type FieldShape,
  SYSTEM_FIELDS,
  type ScalarKind,
  type Shape,
  compileExpression,
} from '../../expressions';
import type { CompileExpression } from '../../mapping';
import type { AttributeShape, Shapes, TypeShape } from '../../protocol';

const SCALARS: Record<string, ScalarKind> = {
  integer: 'integer',
  biginteger: 'biginteger',
  float: 'float',
  decimal: 'decimal',
  boolean: 'boolean',
  date: 'date',
  datetime: 'datetime',
  timestamp: 'timestamp',
  time: 'time',
  json: 'json',
  blocks: 'json',
};

const shapeOfComponent = (shapes: Shapes, uid: string): Shape => {
  const type = Object.hasOwn(shapes, uid) ? shapes[uid] : undefined;
  return type ? fieldsOf(shapes, type) : {};
};

const toFieldShape = (shapes: Shapes, attribute: AttributeShape): FieldShape => {
  const { type, component = '', components = [], repeatable = false, many = false } = attribute;
  switch (type) {
    case 'enumeration':
      return { kind: type, values: attribute.enum ?? [] };
    case 'component':
      return { kind: type, repeatable, shape: () => shapeOfComponent(shapes, component) };
    case 'dynamiczone':
      return {
        kind: type,
        components: Object.fromEntries(
          components.map((uid) => [uid, () => shapeOfComponent(shapes, uid)])
        ),
      };
    case 'relation':
    case 'media':
      // A document says of what it refers to only which document it is.
      return { kind: type, many, target: null };
    default:
      return { kind: SCALARS[type] ?? 'string' };
  }
};

const fieldsOf = (shapes: Shapes, { attributes }: TypeShape): Shape =>
  Object.fromEntries(
    attributes.map((attribute) => [attribute.name, toFieldShape(shapes, attribute)])
  );

const toShape = (shapes: Shapes, type: TypeShape): Shape =>
  type.modelType === 'component'
    ? fieldsOf(shapes, type)
    : {
        ...fieldsOf(shapes, type),
        ...SYSTEM_FIELDS,
        status: { kind: 'enumeration', values: ['draft', 'published'] },
      };

/**
 * @param remote the producer's types
 * @param functions those of this site's own code that expressions can call
 */
export const createCompile =
  (remote: Shapes, functions: readonly ExpressionFunction[] = []): CompileExpression =>
  (source, type) => {
    const { evaluate, readsOf } = compileExpression(source, {
      variables: { doc: toShape(remote, type) },
      functions,
    });
    const reads = readsOf('doc');
    return { evaluate: ({ doc }) => evaluate({ doc }), ...(reads ? { reads } : {}) };
  };

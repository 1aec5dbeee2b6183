/** What can be asked of a field of either side. */
import type { AttributeShape, DocumentFields, JsonValue, Shapes, TypeShape } from '../protocol';

export type FieldKind = 'scalar' | 'component' | 'relation' | 'media';

export const kindOf = ({ type }: AttributeShape): FieldKind => {
  if (type === 'relation' || type === 'media') {
    return type;
  }
  return type === 'component' || type === 'dynamiczone' ? 'component' : 'scalar';
};

export const isList = ({ type, repeatable, many }: AttributeShape): boolean =>
  type === 'dynamiczone' || repeatable === true || many === true;

/** The components that a component field or dynamic zone can hold. */
export const componentsIn = ({ component, components }: AttributeShape): string[] =>
  components ?? (component === undefined ? [] : [component]);

export const findType = (shapes: Shapes, uid: string): TypeShape | null =>
  Object.hasOwn(shapes, uid) ? (shapes[uid] ?? null) : null;

export const findField = ({ attributes }: TypeShape, name: string): AttributeShape | null =>
  attributes.find((attribute) => attribute.name === name) ?? null;

/** What goes along with every document, and can be mapped from like a field of it. */
const FACTS: AttributeShape[] = [
  { name: 'documentId', type: 'string', required: true },
  { name: 'locale', type: 'string' },
  { name: 'createdAt', type: 'datetime', required: true },
  { name: 'updatedAt', type: 'datetime', required: true },
];

/** The fact that changes with every change, though events do not say so. */
export const ALWAYS_CHANGED = 'updatedAt';

export const findRemoteField = (type: TypeShape, name: string): AttributeShape | null =>
  findField(type, name) ??
  (type.modelType === 'contentType' ? FACTS.find((fact) => fact.name === name) : null) ??
  null;

/** The value of a field; null when there is none. */
export const readField = (fields: DocumentFields, name: string): JsonValue =>
  Object.hasOwn(fields, name) ? (fields[name] ?? null) : null;

/** Nothing, an empty text, an empty list; 0 and false are values. */
export const isEmpty = (value: JsonValue): boolean =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0);

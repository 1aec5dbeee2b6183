/** What the form asks of the types of either side. */
import type { AttributeShape, Shapes, TypeShape } from '../../../../server/src/protocol';
import type { SelectOption } from '../../components/SelectField';

export type FieldKind = 'scalar' | 'component' | 'relation' | 'media';

export const kindOf = ({ type }: Pick<AttributeShape, 'type'>): FieldKind => {
  if (type === 'relation' || type === 'media') {
    return type;
  }
  return type === 'component' || type === 'dynamiczone' ? 'component' : 'scalar';
};

export const findType = (shapes: Shapes, uid: string | null): TypeShape | undefined =>
  uid !== null && Object.hasOwn(shapes, uid) ? shapes[uid] : undefined;

export const findField = (
  type: TypeShape | undefined,
  name: string | null
): AttributeShape | undefined => type?.attributes.find((attribute) => attribute.name === name);

/** Goes along with every document of the producer, and can be mapped from like a field of it. */
const FACTS: AttributeShape[] = [
  { name: 'documentId', type: 'string' },
  { name: 'locale', type: 'string' },
  { name: 'createdAt', type: 'datetime' },
  { name: 'updatedAt', type: 'datetime' },
];

/** All that can be mapped from. */
export const remoteFields = (type: TypeShape | undefined): AttributeShape[] => [
  ...(type?.attributes ?? []),
  ...(type?.modelType === 'contentType' ? FACTS : []),
];

/** What is chosen stays an option, even when it is not known (any more). */
const withCurrent = (options: SelectOption[], current: string | null): SelectOption[] =>
  current === null || options.some(({ value }) => value === current)
    ? options
    : [{ value: current, label: current }, ...options];

/** Content types first, then components. */
export const typeOptions = (shapes: Shapes, current: string | null): SelectOption[] => {
  const types = Object.values(shapes).sort((a, b) => a.displayName.localeCompare(b.displayName));
  const ordered = [
    ...types.filter(({ modelType }) => modelType === 'contentType'),
    ...types.filter(({ modelType }) => modelType === 'component'),
  ];
  return withCurrent(
    ordered.map(({ uid, displayName }) => ({ value: uid, label: `${displayName} (${uid})` })),
    current
  );
};

const typeName = ({ type, repeatable, many }: AttributeShape): string =>
  repeatable || many ? `${type}[]` : type;

export const fieldOptions = (
  attributes: AttributeShape[],
  current: string | null
): SelectOption[] =>
  withCurrent(
    attributes.map((attribute) => ({
      value: attribute.name,
      label: `${attribute.name}${attribute.required ? ' *' : ''} (${typeName(attribute)})`,
    })),
    current
  );

/** The components or content types that a field holds; null: any. */
export const holdsOf = ({ component, components, target }: AttributeShape): string[] | null => {
  if (components) {
    return components;
  }
  const one = component ?? target;
  return one ? [one] : null;
};

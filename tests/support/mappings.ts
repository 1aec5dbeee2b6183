import type { CompileExpression, MappingContext } from '../../server/src/mapping';
import type {
  AttributeShape,
  FieldMapping,
  JsonValue,
  MappingDefinition,
  Shapes,
  TypeShape,
} from '../../server/src/protocol';

/** An attribute by its type, or with more about it. */
type Attributes = Record<string, string | Omit<AttributeShape, 'name'>>;

export const shape = (uid: string, attributes: Attributes, more: Partial<TypeShape> = {}) => ({
  uid,
  modelType: uid.includes('::') ? ('contentType' as const) : ('component' as const),
  displayName: uid,
  draftAndPublish: false,
  localized: false,
  attributes: Object.entries(attributes).map(([name, attribute]) => ({
    name,
    ...(typeof attribute === 'string' ? { type: attribute } : attribute),
  })),
  ...more,
});

export const shapes = (...types: TypeShape[]): Shapes =>
  Object.fromEntries(types.map((type) => [type.uid, type]));

export const relation = (target: string | null, many = false) => ({
  type: 'relation',
  target,
  many,
});
export const media = (many = false) => ({ type: 'media', target: 'plugin::upload.file', many });
export const component = (uid: string, repeatable = false) => ({
  type: 'component',
  component: uid,
  repeatable,
});
export const zone = (...components: string[]) => ({ type: 'dynamiczone', components });

export const row = (
  localField: string,
  remoteField: string | null,
  more: Partial<FieldMapping> = {}
): FieldMapping => ({
  localField,
  remoteField,
  mappingType: null,
  mapping: null,
  remoteValueFilters: null,
  defaultValue: null,
  transform: null,
  ...more,
});

/** A saved mapping; its documentId is its name. */
export const mapping = (
  name: string,
  localContentType: string,
  remoteContentType: string,
  fields: FieldMapping[]
): MappingDefinition & { documentId: string } => ({
  documentId: name,
  name,
  localContentType,
  remoteContentType,
  fields,
});

/**
 * Expressions of tests: `doc.name`, JSON, or `anything`, which reads nobody knows what. The real
 * ones are of the expressions room.
 */
export const compile: CompileExpression = (source) => {
  const [, name] = /^doc\.(\w+)$/.exec(source) ?? [];
  if (name !== undefined) {
    return {
      reads: [name],
      evaluate({ doc }) {
        if (!Object.hasOwn(doc, name)) throw new Error(`No such key: ${name}`);
        return doc[name] ?? null;
      },
    };
  }
  if (source === 'anything') {
    return { evaluate: ({ doc }) => Promise.resolve(Object.keys(doc).length) };
  }
  const value = JSON.parse(source) as JsonValue;
  return { reads: [], evaluate: () => value };
};

export const context = (
  local: TypeShape[],
  remote: TypeShape[],
  mappings: MappingDefinition[] = []
): MappingContext => ({ local: shapes(...local), remote: shapes(...remote), mappings, compile });

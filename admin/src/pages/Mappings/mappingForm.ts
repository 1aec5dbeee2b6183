import { findField, findType, kindOf, type FieldKind } from './shapes';

import type {
  AttributeShape,
  CheckMapping,
  JsonValue,
  Mapping,
  MappingType,
  Mappings,
  Shapes,
} from '../../../../server/src/protocol';
import type { TextKey } from '../../hooks/useText';

/** Strapi's inputs turn a text that has been emptied into null. */
export interface RowValues {
  localField: string | null;
  remoteField: string | null;
  mappingType: MappingType | null;
  mapping: string | null;
  /** JSON. */
  remoteValueFilters: string | null;
  /** As it is for texts, else JSON. */
  defaultValue: string | null;
  transform: string | null;
}

export interface MappingValues {
  name: string | null;
  localContentType: string | null;
  remoteContentType: string | null;
  fields: RowValues[];
}

export const NEW_ROW: RowValues = {
  localField: null,
  remoteField: null,
  mappingType: null,
  mapping: null,
  remoteValueFilters: null,
  defaultValue: null,
  transform: null,
};

export const NEW_MAPPING: MappingValues = {
  name: '',
  localContentType: null,
  remoteContentType: null,
  fields: [{ ...NEW_ROW }],
};

const MAPPING_TYPE_OF: Record<FieldKind, MappingType | null> = {
  scalar: null,
  component: 'component',
  relation: 'document',
  media: null,
};

/** What usually fills such a field; users are matched by e-mail, and not mapped. */
export const mappingTypeFor = (attribute: AttributeShape): MappingType | null =>
  attribute.matchedByEmail ? null : MAPPING_TYPE_OF[kindOf(attribute)];

/** A field of another kind is filled in another way. */
export const withLocalField = (
  row: RowValues,
  localField: string | null,
  attribute: AttributeShape | undefined
): RowValues => {
  const mappingType = attribute ? mappingTypeFor(attribute) : row.mappingType;
  return mappingType === row.mappingType
    ? { ...row, localField }
    : { ...NEW_ROW, remoteField: row.remoteField, localField, mappingType };
};

/** Types whose values are texts: nothing that is written there means anything else. */
const TEXTS = [
  'string',
  'text',
  'richtext',
  'email',
  'uid',
  'enumeration',
  'date',
  'time',
  'datetime',
  'biginteger',
];

const isText = (attribute: AttributeShape | undefined): boolean =>
  attribute !== undefined && TEXTS.includes(attribute.type);

const parseJson = (text: string): JsonValue | undefined => {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
};

const isEmpty = (value: string | null): value is null => value === null || value.trim() === '';

/** What is no JSON is a text, such as a documentId. */
const parseDefault = (text: string | null, attribute: AttributeShape | undefined): JsonValue => {
  if (isEmpty(text)) {
    return null;
  }
  return isText(attribute) ? text : (parseJson(text) ?? text);
};

const printDefault = (value: JsonValue, attribute: AttributeShape | undefined): string | null => {
  if (value === null) {
    return null;
  }
  return typeof value === 'string' && (isText(attribute) || parseJson(value) === undefined)
    ? value
    : JSON.stringify(value);
};

const isFilters = (value: JsonValue | undefined): value is Record<string, string> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((one) => typeof one === 'string' && one.trim() !== '');

export const toValues = (mapping: Mapping, local: Shapes): MappingValues => {
  const type = findType(local, mapping.localContentType);
  return {
    name: mapping.name,
    localContentType: mapping.localContentType,
    remoteContentType: mapping.remoteContentType,
    fields: mapping.fields.map((field) => ({
      ...field,
      remoteValueFilters:
        field.remoteValueFilters && JSON.stringify(field.remoteValueFilters, null, 2),
      defaultValue: printDefault(field.defaultValue, findField(type, field.localField)),
    })),
  };
};

export interface FormProblem {
  path: string;
  key: TextKey;
}

/** What cannot even be asked, said before the server is. */
export const problemsOf = ({ fields, ...values }: MappingValues): FormProblem[] => {
  const required = Object.entries(values)
    .concat(fields.map(({ localField }, index) => [`fields.${index}.localField`, localField]))
    .filter(([, value]) => isEmpty(value))
    .map(([path]): FormProblem => ({ path, key: 'error.required' }));
  const filters = fields.flatMap(({ remoteValueFilters }, index): FormProblem[] =>
    isEmpty(remoteValueFilters) || isFilters(parseJson(remoteValueFilters))
      ? []
      : [{ path: `fields.${index}.remoteValueFilters`, key: 'error.filters' }]
  );
  return [...required, ...filters];
};

const toField = (row: RowValues, attribute: AttributeShape | undefined) => {
  const filters = isEmpty(row.remoteValueFilters) ? null : parseJson(row.remoteValueFilters);
  return {
    ...row,
    localField: row.localField ?? '',
    remoteValueFilters: isFilters(filters) ? filters : null,
    defaultValue: parseDefault(row.defaultValue, attribute),
    transform: isEmpty(row.transform) ? null : row.transform,
  };
};

export const toRequest = (values: MappingValues, local: Shapes): Mappings.CreateRequest => {
  const type = findType(local, values.localContentType);
  return {
    name: values.name?.trim() ?? '',
    localContentType: values.localContentType ?? '',
    remoteContentType: values.remoteContentType ?? '',
    fields: values.fields.map((row) => toField(row, findField(type, row.localField))),
  };
};

export interface Draft {
  request: CheckMapping.Request;
  /** Places in the form of the rows that are asked about. */
  rows: number[];
}

/**
 * The mapping as far as it is written, to be checked; null: there is nothing to check yet.
 * @param unnamed stands for a name that is missing
 */
export const toDraft = (
  values: MappingValues,
  documentId: string | null,
  local: Shapes,
  unnamed: string
): Draft | null => {
  if (values.localContentType === null || values.remoteContentType === null) {
    return null;
  }
  const rows = values.fields.flatMap(({ localField }, index) =>
    localField === null ? [] : [index]
  );
  const fields = values.fields.filter(({ localField }) => localField !== null);
  const name = isEmpty(values.name) ? unnamed : values.name;
  return { request: { ...toRequest({ ...values, name, fields }, local), documentId }, rows };
};

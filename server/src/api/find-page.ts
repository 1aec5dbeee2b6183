/**
 * Lists of the admin API: Strapi's `filters`, `sort`, `page`, `pageSize` and `_q`, in the words of
 * the answers. Only the named fields can be asked for: an encrypted key must not be found out by
 * filtering.
 */
import { errors, z } from '@strapi/utils';
import type { Core, UID } from '@strapi/strapi';

import { validate } from './validate';
import type { Pagination } from '../protocol';

/** Field as in the answers → attribute; an object in the answers → its fields. */
export interface FieldNames {
  [field: string]: string | FieldNames;
}

export interface ListOptions {
  uid: string;
  fields: FieldNames;
  /** Attribute and direction. */
  defaultSort: string;
  /** Attributes that `_q` searches. */
  search: string[];
  populate?: Record<string, unknown>;
}

const MAX_PAGE_SIZE = 100;

const listQuery = z.object({
  page: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(MAX_PAGE_SIZE).default(25),
  sort: z.union([z.string(), z.array(z.string())]).optional(),
  filters: z.record(z.string(), z.unknown()).optional(),
  _q: z.string().max(200).optional(),
});

interface Rows {
  findMany(params: Record<string, unknown>): Promise<unknown[]>;
  count(params: Record<string, unknown>): Promise<number>;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const unknownField = (field: string, fields: FieldNames) =>
  new errors.ValidationError(
    `There is no field ${field} here. Fields: ${Object.keys(fields).join(', ')}.`
  );

const assertOperators = (value: unknown, field: string): void => {
  if (Array.isArray(value)) {
    value.forEach((item) => assertOperators(item, field));
  } else if (isObject(value)) {
    for (const [key, inner] of Object.entries(value)) {
      if (!key.startsWith('$')) {
        throw new errors.ValidationError(`${field} has no field ${key}.`);
      }
      assertOperators(inner, field);
    }
  }
};

/** Puts attributes for the fields of a filter. @throws ValidationError on an unknown field */
export const translateFilters = (filters: unknown, fields: FieldNames): unknown => {
  if (Array.isArray(filters)) {
    return filters.map((item) => translateFilters(item, fields));
  }
  if (!isObject(filters)) {
    throw new errors.ValidationError('filters must be an object of fields and operators.');
  }
  return Object.fromEntries(
    Object.entries(filters).flatMap(([key, value]) => {
      if (key === '$and' || key === '$or' || key === '$not') {
        return [[key, translateFilters(value, fields)]];
      }
      const name = Object.hasOwn(fields, key) ? fields[key] : undefined;
      if (name === undefined) {
        throw unknownField(key, fields);
      }
      if (typeof name === 'object') {
        return Object.entries(translateFilters(value, name) as object);
      }
      assertOperators(value, key);
      return [[name, value]];
    })
  );
};

/** `sequence:DESC` and `sequence` in the words of the answers. */
export const translateSort = (sort: string | string[], fields: FieldNames): string[] =>
  [sort].flat().flatMap((part) =>
    part.split(',').map((item) => {
      const [field = '', direction = 'asc'] = item.trim().split(':');
      const name = Object.hasOwn(fields, field) ? fields[field] : undefined;
      if (typeof name !== 'string') {
        throw unknownField(field, fields);
      }
      return `${name}:${direction.toLowerCase() === 'desc' ? 'desc' : 'asc'}`;
    })
  );

/**
 * @param query the request's query
 * @throws ValidationError
 */
export const findPage = async <Row>(
  strapi: Core.Strapi,
  { uid, fields, search, defaultSort, populate }: ListOptions,
  query: unknown
): Promise<{ rows: Row[]; pagination: Pagination }> => {
  const { page, pageSize, sort, filters, _q } = validate(listQuery, query);
  const conditions = [
    ...(filters ? [translateFilters(filters, fields)] : []),
    ...(_q ? [{ $or: search.map((name) => ({ [name]: { $containsi: _q } })) }] : []),
  ];
  // The document service checks operators and values as it does for Strapi's own lists.
  const documents = strapi.documents(uid as UID.ContentType) as unknown as Rows;
  const where = { filters: { $and: conditions } };
  const [rows, total] = await Promise.all([
    documents.findMany({
      ...where,
      sort: sort ? translateSort(sort, fields) : [defaultSort],
      populate,
      start: (page - 1) * pageSize,
      limit: pageSize,
    }),
    documents.count(where),
  ]);
  return {
    rows: rows as Row[],
    pagination: { page, pageSize, pageCount: Math.ceil(total / pageSize), total },
  };
};

/** Entries dealt with in one request by filters. */
const MAX_IDS = 10_000;

/**
 * The documentIds of all entries that meet the filters and the condition.
 * @throws ValidationError
 */
export const findIds = async (
  strapi: Core.Strapi,
  { uid, fields }: ListOptions,
  filters: unknown,
  condition: Record<string, unknown>
): Promise<string[]> => {
  const documents = strapi.documents(uid as UID.ContentType) as unknown as Rows;
  const rows = await documents.findMany({
    filters: { $and: [translateFilters(filters, fields), condition] },
    fields: ['documentId'],
    sort: ['id:asc'],
    limit: MAX_IDS,
  });
  return (rows as { documentId: string }[]).map(({ documentId }) => documentId);
};

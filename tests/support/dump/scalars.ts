import type { DatabaseClient } from '../database';

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** PostgreSQL's jsonb does not keep the order of keys, so their order is no content. */
const withSortedKeys = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(withSortedKeys);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, withSortedKeys(value[key])])
  );
};

const toJson = (client: DatabaseClient, value: unknown): Json =>
  withSortedKeys(
    // PostgreSQL's driver has parsed it.
    (client !== 'postgres' && typeof value === 'string' ? JSON.parse(value) : value) as Json
  );

/** Drivers give a big integer as a number where it fits, else as a string. */
const asText = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

/** PostgreSQL's driver makes a date the midnight of the reader's own time zone. */
const toDay = (value: unknown): string =>
  value instanceof Date
    ? [value.getFullYear(), value.getMonth() + 1, value.getDate()]
        .map((part) => String(part).padStart(2, '0'))
        .join('-')
    : String(value);

/** SQLite keeps milliseconds, MariaDB's driver gives a text without time zone, which is UTC. */
const toInstant = (value: unknown): string => {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'number'
    ? new Date(value).toISOString()
    : new Date(`${asText(value).replace(' ', 'T')}Z`).toISOString();
};

const toTime = (value: unknown): string => asText(value).replace(/\.0+$/, '');

/** A column's value in one form for all three databases, as far as they can hold the same. */
export const canonicalScalar = (client: DatabaseClient, type: string, value: unknown): Json => {
  if (value === null) return null;

  switch (type) {
    case 'boolean':
      return Boolean(value);
    case 'integer':
    case 'float':
    case 'decimal':
      return Number(value);
    case 'json':
    case 'blocks':
      return toJson(client, value);
    case 'date':
      return toDay(value);
    case 'time':
      return toTime(value);
    case 'datetime':
    case 'timestamp':
      return toInstant(value);
    default:
      return asText(value);
  }
};

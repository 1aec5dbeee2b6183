const entries = (value: unknown, key: string): [string, string][] => {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, inner]) =>
      entries(inner, key === '' ? name : `${key}[${name}]`)
    );
  }
  return typeof value === 'number' || (typeof value === 'string' && value !== '')
    ? [[key, String(value)]]
    : [];
};

/**
 * A query string in Strapi's form (`filters[$and][0][status][$eq]=failed`). The admin's fetch client
 * writes `params` unencoded, so a filter value with an `&` would be cut off there.
 */
export const toSearch = (query: object): string =>
  new URLSearchParams(entries(query, '')).toString();

import { useMemo } from 'react';

import { useQueryParams } from '@strapi/strapi/admin';

import { toSearch } from '../utils/toSearch';

import type { ListQuery } from '../../../server/src/protocol';

export const PAGE_SIZE = 20;

interface UrlQuery {
  page?: string;
  pageSize?: string;
  sort?: string;
  filters?: Record<string, unknown>;
  _q?: string;
}

interface ListState {
  query: ListQuery;
  /** Whether a search or a filter hides a part of the list. */
  isNarrowed: boolean;
  /** Changes with what is shown. */
  key: string;
}

/** The state of a list lives in the URL. */
export const useListQuery = (defaultSort: string): ListState => {
  const [{ query, rawQuery }] = useQueryParams<UrlQuery>();

  return useMemo(
    () => ({
      query: {
        page: Number(query.page ?? 1),
        pageSize: Number(query.pageSize ?? PAGE_SIZE),
        sort: query.sort ?? defaultSort,
        filters: query.filters,
        _q: query._q,
      },
      isNarrowed: toSearch({ filters: query.filters, _q: query._q }) !== '',
      key: rawQuery,
    }),
    [query, rawQuery, defaultSort]
  );
};

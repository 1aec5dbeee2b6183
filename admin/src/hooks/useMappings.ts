import { useRBAC } from '@strapi/strapi/admin';

import { useEventStreamingMappingsQuery } from '../api';
import { READ } from '../permissions';

import type { Mapping } from '../../../server/src/protocol';

const ALL = { page: 1, pageSize: 100, sort: 'name:ASC' };
const NONE: Mapping[] = [];

/** The mappings to choose from; none for those who may not read them. */
export const useMappings = () => {
  const { canRead = false } = useRBAC(READ.mappings).allowedActions;
  const { data, isLoading } = useEventStreamingMappingsQuery(ALL, { skip: !canRead });
  return { mappings: data?.data ?? NONE, isLoading };
};

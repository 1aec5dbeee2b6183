import { PLUGIN_ID } from './pluginId';
import { toSearch } from './utils/toSearch';

import type { SyncStatus } from '../../server/src/protocol';

const BASE = `/plugins/${PLUGIN_ID}`;

const item = (list: string, id: string) => `${list}/${encodeURIComponent(id)}`;

const syncLogsWhere = (filter: object) =>
  `${BASE}/sync-logs?${toSearch({ filters: { $and: [filter] } })}`;

/**
 * Absolute, because links relative to a splat route change their meaning with React Router's
 * `v7_relativeSplatPath`.
 */
export const paths = {
  overview: `${BASE}/overview`,
  producers: `${BASE}/producers`,
  newProducer: `${BASE}/producers/new`,
  producer: (documentId: string) => item(`${BASE}/producers`, documentId),
  consumers: `${BASE}/consumers`,
  consumer: (documentId: string) => item(`${BASE}/consumers`, documentId),
  mappings: `${BASE}/mappings`,
  newMapping: `${BASE}/mappings/new`,
  mapping: (documentId: string) => item(`${BASE}/mappings`, documentId),
  updateLogs: `${BASE}/update-logs`,
  updateLog: (id: string) => item(`${BASE}/update-logs`, id),
  syncLogs: `${BASE}/sync-logs`,
  syncLog: (id: string) => item(`${BASE}/sync-logs`, id),
  syncLogsByStatus: (status: SyncStatus) => syncLogsWhere({ status: { $eq: status } }),
  syncLogsOfDocument: (documentId: string) => syncLogsWhere({ documentId: { $eq: documentId } }),
};

import { BASE_URL, eventStreamingApi } from './eventStreamingApi';
import { toSearch } from '../utils/toSearch';

import type {
  ListQuery,
  ResyncOutcome,
  SyncLogs,
  SyncLogWithVersions,
  UpdateLogs,
  UpdateLogWithConsumers,
} from '../../../server/src/protocol';

const logsApi = eventStreamingApi.injectEndpoints({
  endpoints: (build) => ({
    eventStreamingUpdateLogs: build.query<UpdateLogs.ListResponse, ListQuery>({
      query: (params) => `${BASE_URL}/update-logs?${toSearch(params)}`,
      providesTags: ['EventStreamingUpdateLog'],
    }),
    eventStreamingUpdateLog: build.query<UpdateLogWithConsumers, string>({
      query: (id) => `${BASE_URL}/update-logs/${encodeURIComponent(id)}`,
      transformResponse: (response: UpdateLogs.Response) => response.data,
      providesTags: ['EventStreamingUpdateLog'],
    }),
    eventStreamingSyncLogs: build.query<SyncLogs.ListResponse, ListQuery>({
      query: (params) => `${BASE_URL}/sync-logs?${toSearch(params)}`,
      providesTags: ['EventStreamingSyncLog'],
    }),
    eventStreamingSyncLog: build.query<SyncLogWithVersions, string>({
      query: (id) => `${BASE_URL}/sync-logs/${encodeURIComponent(id)}`,
      transformResponse: (response: SyncLogs.Response) => response.data,
      providesTags: ['EventStreamingSyncLog'],
    }),
    eventStreamingResync: build.mutation<ResyncOutcome[], string[]>({
      query: (ids) => ({ url: `${BASE_URL}/sync-logs/resync`, method: 'POST', data: { ids } }),
      transformResponse: (response: SyncLogs.ResyncResponse) => response.data,
      invalidatesTags: ['EventStreamingSyncLog', 'EventStreamingStatus'],
    }),
  }),
});

export const {
  useEventStreamingUpdateLogsQuery,
  useEventStreamingUpdateLogQuery,
  useEventStreamingSyncLogsQuery,
  useEventStreamingSyncLogQuery,
  useEventStreamingResyncMutation,
} = logsApi;

import { BASE_URL, eventStreamingApi } from './eventStreamingApi';

import type {
  CreateAccessKey,
  GetContentTypes,
  GetStatus,
  GetSubscribers,
} from '../../../server/src/protocol';

const siteApi = eventStreamingApi.injectEndpoints({
  endpoints: (build) => ({
    eventStreamingStatus: build.query<GetStatus.Response['data'], void>({
      query: () => `${BASE_URL}/status`,
      transformResponse: (response: GetStatus.Response) => response.data,
      providesTags: ['EventStreamingStatus'],
    }),
    eventStreamingContentTypes: build.query<GetContentTypes.Response['data'], void>({
      query: () => `${BASE_URL}/content-types`,
      transformResponse: (response: GetContentTypes.Response) => response.data,
    }),
    eventStreamingSubscribers: build.query<GetSubscribers.Response['data'], void>({
      query: () => `${BASE_URL}/subscribers`,
      transformResponse: (response: GetSubscribers.Response) => response.data,
    }),
    eventStreamingCreateAccessKey: build.mutation<
      CreateAccessKey.Response['data'],
      CreateAccessKey.Request
    >({
      query: (data) => ({ url: `${BASE_URL}/access-keys`, method: 'POST', data }),
      transformResponse: (response: CreateAccessKey.Response) => response.data,
    }),
  }),
});

export const {
  useEventStreamingStatusQuery,
  useEventStreamingContentTypesQuery,
  useEventStreamingSubscribersQuery,
  useEventStreamingCreateAccessKeyMutation,
} = siteApi;

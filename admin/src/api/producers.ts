import { BASE_URL, LIST, eventStreamingApi } from './eventStreamingApi';
import { toSearch } from '../utils/toSearch';

import type {
  ListQuery,
  Producer,
  Producers,
  PullProducer,
  TestProducer,
} from '../../../server/src/protocol';

interface UpdateProducer {
  documentId: string;
  changes: Producers.UpdateRequest;
}

const urlOf = (documentId: string) => `${BASE_URL}/producers/${encodeURIComponent(documentId)}`;

const listTag = { type: 'EventStreamingProducer' as const, id: LIST };
const tagsOf = (documentId: string) =>
  [listTag, { type: 'EventStreamingProducer', id: documentId }, 'EventStreamingStatus'] as const;

const producersApi = eventStreamingApi.injectEndpoints({
  endpoints: (build) => ({
    eventStreamingProducers: build.query<Producers.ListResponse, ListQuery>({
      query: (params) => `${BASE_URL}/producers?${toSearch(params)}`,
      providesTags: [listTag],
    }),
    eventStreamingProducer: build.query<Producer, string>({
      query: (documentId) => urlOf(documentId),
      transformResponse: (response: Producers.Response) => response.data,
      providesTags: (_result, _error, documentId) => [
        { type: 'EventStreamingProducer', id: documentId },
      ],
    }),
    eventStreamingCreateProducer: build.mutation<Producer, Producers.CreateRequest>({
      query: (data) => ({ url: `${BASE_URL}/producers`, method: 'POST', data }),
      transformResponse: (response: Producers.Response) => response.data,
      invalidatesTags: [listTag, 'EventStreamingStatus'],
    }),
    eventStreamingUpdateProducer: build.mutation<Producer, UpdateProducer>({
      query: ({ documentId, changes }) => ({
        url: urlOf(documentId),
        method: 'PUT',
        data: changes,
      }),
      transformResponse: (response: Producers.Response) => response.data,
      invalidatesTags: (_result, _error, { documentId }) => [...tagsOf(documentId)],
    }),
    // The producer's own tag is left alone: its open page would ask once more for what is gone.
    eventStreamingDeleteProducer: build.mutation<Producers.DeleteResponse, string>({
      query: (documentId) => ({ url: urlOf(documentId), method: 'DELETE' }),
      invalidatesTags: [listTag, 'EventStreamingStatus', 'EventStreamingSyncLog'],
    }),
    eventStreamingTestProducer: build.mutation<TestProducer.Response['data'], string>({
      query: (documentId) => ({ url: `${urlOf(documentId)}/test`, method: 'POST' }),
      transformResponse: (response: TestProducer.Response) => response.data,
      invalidatesTags: (_result, _error, documentId) => [...tagsOf(documentId)],
    }),
    eventStreamingPullProducer: build.mutation<PullProducer.Response['data'], string>({
      query: (documentId) => ({ url: `${urlOf(documentId)}/pull`, method: 'POST' }),
      transformResponse: (response: PullProducer.Response) => response.data,
      invalidatesTags: (_result, _error, documentId) => [
        ...tagsOf(documentId),
        'EventStreamingSyncLog',
      ],
    }),
  }),
});

export const {
  useEventStreamingProducersQuery,
  useEventStreamingProducerQuery,
  useEventStreamingCreateProducerMutation,
  useEventStreamingUpdateProducerMutation,
  useEventStreamingDeleteProducerMutation,
  useEventStreamingTestProducerMutation,
  useEventStreamingPullProducerMutation,
} = producersApi;

import { BASE_URL, LIST, eventStreamingApi } from './eventStreamingApi';
import { toSearch } from '../utils/toSearch';

import type { Consumer, Consumers, ListQuery } from '../../../server/src/protocol';

interface UpdateConsumer {
  documentId: string;
  changes: Consumers.UpdateRequest;
}

const urlOf = (documentId: string) => `${BASE_URL}/consumers/${encodeURIComponent(documentId)}`;

const listTag = { type: 'EventStreamingConsumer' as const, id: LIST };

const consumersApi = eventStreamingApi.injectEndpoints({
  endpoints: (build) => ({
    eventStreamingConsumers: build.query<Consumers.ListResponse, ListQuery>({
      query: (params) => `${BASE_URL}/consumers?${toSearch(params)}`,
      providesTags: [listTag],
    }),
    eventStreamingConsumer: build.query<Consumer, string>({
      query: (documentId) => urlOf(documentId),
      transformResponse: (response: Consumers.Response) => response.data,
      providesTags: (_result, _error, documentId) => [
        { type: 'EventStreamingConsumer', id: documentId },
      ],
    }),
    eventStreamingUpdateConsumer: build.mutation<Consumer, UpdateConsumer>({
      query: ({ documentId, changes }) => ({
        url: urlOf(documentId),
        method: 'PUT',
        data: changes,
      }),
      transformResponse: (response: Consumers.Response) => response.data,
      // The answer is the consumer as it is now: its page need not ask for it.
      onQueryStarted: ({ documentId }, { dispatch, queryFulfilled }) =>
        queryFulfilled.then(
          ({ data }) => {
            void dispatch(
              consumersApi.util.upsertQueryData('eventStreamingConsumer', documentId, data)
            );
          },
          // Whoever has asked is told of the failure.
          () => undefined
        ),
      invalidatesTags: [listTag, 'EventStreamingStatus'],
    }),
    // The consumer's own tag is left alone: its open page would ask once more for what is gone.
    eventStreamingDeleteConsumer: build.mutation<Consumers.DeleteResponse, string>({
      query: (documentId) => ({ url: urlOf(documentId), method: 'DELETE' }),
      invalidatesTags: [listTag, 'EventStreamingStatus'],
    }),
  }),
});

export const {
  useEventStreamingConsumersQuery,
  useEventStreamingConsumerQuery,
  useEventStreamingUpdateConsumerMutation,
  useEventStreamingDeleteConsumerMutation,
} = consumersApi;

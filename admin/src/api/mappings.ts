import { BASE_URL, LIST, eventStreamingApi } from './eventStreamingApi';
import { toSearch } from '../utils/toSearch';

import type {
  CheckMapping,
  ListQuery,
  MappableTypes,
  Mapping,
  MappingPreview,
  MappingProblem,
  MappingUse,
  MappingUses,
  Mappings,
  PreviewMapping,
} from '../../../server/src/protocol';

interface UpdateMapping {
  documentId: string;
  changes: Mappings.UpdateRequest;
}

const urlOf = (documentId: string) => `${BASE_URL}/mappings/${encodeURIComponent(documentId)}`;

const listTag = { type: 'EventStreamingMapping' as const, id: LIST };

const mappingsApi = eventStreamingApi.injectEndpoints({
  endpoints: (build) => ({
    eventStreamingMappings: build.query<Mappings.ListResponse, ListQuery>({
      query: (params) => `${BASE_URL}/mappings?${toSearch(params)}`,
      providesTags: [listTag],
    }),
    eventStreamingMapping: build.query<Mapping, string>({
      query: (documentId) => urlOf(documentId),
      transformResponse: (response: Mappings.Response) => response.data,
      providesTags: (_result, _error, documentId) => [
        { type: 'EventStreamingMapping', id: documentId },
      ],
    }),
    eventStreamingMappingUses: build.query<MappingUse[], string>({
      query: (documentId) => `${urlOf(documentId)}/uses`,
      transformResponse: (response: MappingUses.Response) => response.data,
      providesTags: [listTag, { type: 'EventStreamingProducer', id: LIST }],
    }),
    eventStreamingMappableTypes: build.query<MappableTypes.Response['data'], void>({
      query: () => `${BASE_URL}/mappings/types`,
      transformResponse: (response: MappableTypes.Response) => response.data,
      providesTags: [{ type: 'EventStreamingProducer', id: LIST }],
    }),
    // It changes nothing: a query that needs a body.
    eventStreamingCheckMapping: build.query<MappingProblem[], CheckMapping.Request>({
      query: (data) => ({ url: `${BASE_URL}/mappings/check`, method: 'POST', data }),
      transformResponse: (response: CheckMapping.Response) => response.data.problems,
      providesTags: [listTag, { type: 'EventStreamingProducer', id: LIST }],
    }),
    eventStreamingPreviewMapping: build.mutation<MappingPreview, PreviewMapping.Request>({
      query: (data) => ({ url: `${BASE_URL}/mappings/preview`, method: 'POST', data }),
      transformResponse: (response: PreviewMapping.Response) => response.data,
    }),
    eventStreamingCreateMapping: build.mutation<Mappings.Response, Mappings.CreateRequest>({
      query: (data) => ({ url: `${BASE_URL}/mappings`, method: 'POST', data }),
      invalidatesTags: [listTag],
    }),
    eventStreamingUpdateMapping: build.mutation<Mappings.Response, UpdateMapping>({
      query: ({ documentId, changes }) => ({
        url: urlOf(documentId),
        method: 'PUT',
        data: changes,
      }),
      invalidatesTags: (_result, _error, { documentId }) => [
        listTag,
        { type: 'EventStreamingMapping', id: documentId },
        // Documents that waited for it may go on.
        'EventStreamingSyncLog',
      ],
    }),
    // The mapping's own tag is left alone: its open page would ask once more for what is gone.
    eventStreamingDeleteMapping: build.mutation<Mappings.DeleteResponse, string>({
      query: (documentId) => ({ url: urlOf(documentId), method: 'DELETE' }),
      invalidatesTags: [listTag],
    }),
  }),
});

export const {
  useEventStreamingMappingsQuery,
  useEventStreamingMappingQuery,
  useEventStreamingMappingUsesQuery,
  useEventStreamingMappableTypesQuery,
  useEventStreamingCheckMappingQuery,
  useEventStreamingPreviewMappingMutation,
  useEventStreamingCreateMappingMutation,
  useEventStreamingUpdateMappingMutation,
  useEventStreamingDeleteMappingMutation,
} = mappingsApi;

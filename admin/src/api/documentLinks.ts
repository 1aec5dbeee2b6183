import { BASE_URL, LIST, eventStreamingApi } from './eventStreamingApi';
import { toSearch } from '../utils/toSearch';

import type { DocumentLink, GetDocumentLinks } from '../../../server/src/protocol';

const documentLinksApi = eventStreamingApi.injectEndpoints({
  endpoints: (build) => ({
    eventStreamingDocumentLinks: build.query<DocumentLink[], GetDocumentLinks.Query>({
      query: (params) => `${BASE_URL}/document-links?${toSearch(params)}`,
      transformResponse: (response: GetDocumentLinks.Response) => response.data,
      // What changes a producer or settles an event can change what is said of a document.
      providesTags: [{ type: 'EventStreamingProducer', id: LIST }, 'EventStreamingSyncLog'],
    }),
  }),
});

export const { useEventStreamingDocumentLinksQuery } = documentLinksApi;

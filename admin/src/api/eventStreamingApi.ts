import { adminApi } from '@strapi/strapi/admin';

/** Names of tags and endpoints are shared by the whole admin panel, hence the prefix. */
export const eventStreamingApi = adminApi.enhanceEndpoints({
  addTagTypes: [
    'EventStreamingStatus',
    'EventStreamingProducer',
    'EventStreamingConsumer',
    'EventStreamingUpdateLog',
    'EventStreamingSyncLog',
    'EventStreamingMapping',
  ],
});

export const BASE_URL = '/event-streaming';

/** Tag id of every list of a kind. */
export const LIST = 'LIST';

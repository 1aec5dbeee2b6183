import type {
  CheckMapping,
  Consumers,
  CreateAccessKey,
  GetContentTypes,
  GetStatus,
  GetSubscribers,
  ListQuery,
  MappableTypes,
  MappingUses,
  Mappings,
  PreviewMapping,
  Producers,
  PullProducer,
  SubscriptionStatus,
  SyncLogs,
  TestProducer,
  UpdateLogs,
} from '../../server/src/protocol';
import type { Http } from './http';

const PREFIX = '/event-streaming';

/** The plugin's admin API (DESIGN §10), one function per call, each answer without its envelope. */
export const createStreamingApi = (http: Http) => {
  const data = async <Response extends { data: unknown }>(
    method: 'get' | 'post' | 'put',
    path: string,
    body?: unknown
  ): Promise<Response['data']> => {
    const answer = await http.send<Response>(method, `${PREFIX}${path}`, { body });
    return answer.data;
  };
  const list = <Response>(path: string, query?: ListQuery): Promise<Response> =>
    http.send<Response>('get', `${PREFIX}${path}`, { query: { ...query } });
  const remove = <Response>(path: string): Promise<Response> =>
    http.send<Response>('delete', `${PREFIX}${path}`);

  return {
    status: () => data<GetStatus.Response>('get', '/status'),
    contentTypes: () => data<GetContentTypes.Response>('get', '/content-types'),
    subscribers: () => data<GetSubscribers.Response>('get', '/subscribers'),

    createAccessKey: (body: CreateAccessKey.Request) =>
      data<CreateAccessKey.Response>('post', '/access-keys', body),

    producers: (query?: ListQuery) => list<Producers.ListResponse>('/producers', query),
    producer: (documentId: string) => data<Producers.Response>('get', `/producers/${documentId}`),
    createProducer: (body: Producers.CreateRequest) =>
      data<Producers.Response>('post', '/producers', body),
    updateProducer: (documentId: string, body: Producers.UpdateRequest) =>
      data<Producers.Response>('put', `/producers/${documentId}`, body),
    /** The whole answer: `meta` tells whether the producer could be told. */
    deleteProducer: (documentId: string) =>
      remove<Producers.DeleteResponse>(`/producers/${documentId}`),
    testProducer: (documentId: string) =>
      data<TestProducer.Response>('post', `/producers/${documentId}/test`),
    pull: (documentId: string) =>
      data<PullProducer.Response>('post', `/producers/${documentId}/pull`),

    consumers: (query?: ListQuery) => list<Consumers.ListResponse>('/consumers', query),
    consumer: (documentId: string) => data<Consumers.Response>('get', `/consumers/${documentId}`),
    updateConsumer: (documentId: string, body: Consumers.UpdateRequest) =>
      data<Consumers.Response>('put', `/consumers/${documentId}`, body),
    /** Gives every named content type of the consumer the same judgement. */
    judge: (documentId: string, contentTypes: string[], status: SubscriptionStatus) =>
      data<Consumers.Response>('put', `/consumers/${documentId}`, {
        subscriptions: contentTypes.map((contentType) => ({ contentType, status })),
      } satisfies Consumers.UpdateRequest),
    deleteConsumer: (documentId: string) =>
      remove<Consumers.DeleteResponse>(`/consumers/${documentId}`),

    mappings: (query?: ListQuery) => list<Mappings.ListResponse>('/mappings', query),
    mapping: (documentId: string) => data<Mappings.Response>('get', `/mappings/${documentId}`),
    /** The whole answer: `meta` has the warnings. */
    createMapping: (body: Mappings.CreateRequest) =>
      http.send<Mappings.Response>('post', `${PREFIX}/mappings`, { body }),
    updateMapping: (documentId: string, body: Mappings.UpdateRequest) =>
      http.send<Mappings.Response>('put', `${PREFIX}/mappings/${documentId}`, { body }),
    deleteMapping: (documentId: string) =>
      remove<Mappings.DeleteResponse>(`/mappings/${documentId}`),
    mappingUses: (documentId: string) =>
      data<MappingUses.Response>('get', `/mappings/${documentId}/uses`),
    mappingTypes: () => data<MappableTypes.Response>('get', '/mappings/types'),
    checkMapping: (body: CheckMapping.Request) =>
      data<CheckMapping.Response>('post', '/mappings/check', body),
    previewMapping: (body: PreviewMapping.Request) =>
      data<PreviewMapping.Response>('post', '/mappings/preview', body),

    updateLogs: (query?: ListQuery) => list<UpdateLogs.ListResponse>('/update-logs', query),
    updateLog: (id: string) => data<UpdateLogs.Response>('get', `/update-logs/${id}`),

    syncLogs: (query?: ListQuery) => list<SyncLogs.ListResponse>('/sync-logs', query),
    syncLog: (id: string) => data<SyncLogs.Response>('get', `/sync-logs/${id}`),
    resync: (id: string) => data<SyncLogs.Response>('post', `/sync-logs/${id}/resync`),
    resyncMany: (body: SyncLogs.ResyncRequest) =>
      data<SyncLogs.ResyncResponse>('post', '/sync-logs/resync', body),
  };
};

export type StreamingApi = ReturnType<typeof createStreamingApi>;

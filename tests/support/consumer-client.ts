import type {
  CloudEvent,
  EventsResponse,
  RegisterRequest,
  RequestedSubscription,
  SubscriptionStatus,
} from '../../server/src/protocol';
import { PROTOCOL_VERSION } from '../../server/src/protocol';
import type { AdminApi } from './api';
import type { Http, Target } from './http';
import { createHttp } from './http';

/** A consumer as the wire sees it: an access key and calls, without a Strapi behind. */
export interface ConsumerClient {
  readonly accessKey: string;
  readonly http: Http;
  readonly registration: RegisterRequest;
  register(changes?: Partial<RegisterRequest>): Promise<void>;
  events(after?: number, limit?: number): Promise<EventsResponse>;
  /** Everything from the start, page by page. */
  allEvents(limit?: number): Promise<CloudEvent[]>;
}

/** A subscription to everything of a content type, but for what is said otherwise. */
export const subscriptionTo = (
  contentType: string,
  request: Partial<RequestedSubscription> = {}
): RequestedSubscription => ({
  contentType,
  versions: 'all',
  condition: null,
  mapped: false,
  lookups: [],
  ...request,
});

/** Makes an access key and registers a site that wants these content types. */
export const registerClient = async (
  target: Target,
  api: AdminApi,
  siteId: string,
  contentTypes: string[],
  request: Partial<RequestedSubscription> = {}
): Promise<ConsumerClient> => {
  const { accessKey } = await api.streaming.createAccessKey({ name: `key of ${siteId}` });
  const http = createHttp(target, accessKey);
  const registration: RegisterRequest = {
    protocolVersion: PROTOCOL_VERSION,
    siteId,
    name: siteId,
    // Nobody listens here: these tests ask, and are not poked.
    url: 'http://127.0.0.1:9',
    callbackKey: `whsec_${Buffer.from(siteId.padEnd(32, '.')).toString('base64')}`,
    subscriptions: contentTypes.map((contentType) => subscriptionTo(contentType, request)),
  };
  let start = 0;

  const client: ConsumerClient = {
    accessKey,
    http,
    registration,
    async register(changes = {}) {
      const body = { ...registration, ...changes };
      const { head } = await http.send<{ head: number }>('put', '/api/event-streaming/consumer', {
        body,
      });
      start = head;
    },
    async events(after = start, limit = 200) {
      const { streamId } = (await api.streaming.status()).site;
      return http.send<EventsResponse>('get', '/api/event-streaming/events', {
        query: { after, limit, streamId },
      });
    },
    async allEvents(limit = 200) {
      const events: CloudEvent[] = [];
      let page = await client.events(start, limit);
      events.push(...page.events);
      while (page.nextCursor < page.head) {
        page = await client.events(page.nextCursor, limit);
        events.push(...page.events);
      }
      return events;
    },
  };
  await client.register();
  return client;
};

/** Judges the consumer with this site id, for all it has asked for. */
export const judgeAll = async (
  api: AdminApi,
  siteId: string,
  status: SubscriptionStatus = 'approved'
): Promise<void> => {
  const { data } = await api.streaming.consumers({ filters: { siteId } });
  const [consumer] = data;
  if (!consumer) throw new Error(`No consumer ${siteId} is registered.`);
  await api.streaming.judge(
    consumer.documentId,
    consumer.subscriptions.map(({ contentType }) => contentType),
    status
  );
};

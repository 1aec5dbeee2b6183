/**
 * The admin API (DESIGN §10): what the admin panel sends and gets, one namespace per endpoint.
 * Every success answers `{ data }`, a list also `{ meta: { pagination } }`; errors are Strapi's.
 */
import { z } from '@strapi/utils';

import type { DocumentFields, DocumentVersion, UpdateType, VersionStatus } from './events';
import { contentTypeUid, identifier } from './events';
import type { ApplyResult, SubscribedVersions, SubscriptionStatus } from './wire';
import { SUBSCRIBED_VERSIONS, SUBSCRIPTION_STATUSES, conditionText } from './wire';

export interface Pagination {
  page: number;
  pageSize: number;
  pageCount: number;
  total: number;
}

export interface Page<T> {
  data: T[];
  meta: { pagination: Pagination };
}

/** Strapi's list parameters; `filters` and `sort` use the words of the answers. */
export interface ListQuery {
  page?: number;
  pageSize?: number;
  sort?: string;
  filters?: Record<string, unknown>;
  _q?: string;
}

/** How a link to a producer stands; each but `connected` comes with `lastError`. */
export const PRODUCER_STATES = [
  'connected',
  'unreachable',
  'unauthorized',
  'stream_broken',
  'error',
] as const;
export type ProducerState = (typeof PRODUCER_STATES)[number];

export interface AdminUserSummary {
  id: number;
  email: string;
  name: string;
}

/**
 * What becomes of a document here when it leaves the subscription there: it no longer meets the
 * condition, or its published version, of a subscription to published versions, is unpublished.
 */
export const LEAVE_POLICIES = ['keep', 'unpublish', 'delete'] as const;
export type LeavePolicy = (typeof LEAVE_POLICIES)[number];

export interface ProducerSubscription {
  contentType: string;
  useSameId: boolean;
  versions: SubscribedVersions;
  onLeave: LeavePolicy;
  /** Only documents that meet it are wanted (docs/conditions.md); null: all. */
  condition: string | null;
  /** The natural key by which a document that is here already is taken over; null: none is. */
  adopt: string | null;
  /** documentId of the mapping by which its documents become local ones; null: as they are. */
  mapping: string | null;
  unsubscribed: boolean;
  status: SubscriptionStatus;
}

export interface Producer {
  documentId: string;
  name: string;
  url: string;
  siteId: string;
  state: ProducerState;
  lastError: string | null;
  lastContactAt: string | null;
  cursor: number;
  /** Newest position of the producer's stream when it was last heard of. */
  head: number;
  /** The admin user in whose name documents are written. */
  subscriber: AdminUserSummary | null;
  subscriptions: ProducerSubscription[];
  createdAt: string;
  updatedAt: string;
}

export interface ConsumerSubscription {
  contentType: string;
  status: SubscriptionStatus;
  versions: SubscribedVersions;
  /** Content types that come along: documents of this one refer to them, or they are looked for. */
  dependencies: string[];
  /** Those that the consumer's mapping looks for documents of. */
  lookups: string[];
  /** Those of them that the administrator keeps back: references to them are left out. */
  refusedDependencies: string[];
  /** What the consumer wants of it; null: everything. */
  requestedCondition: string | null;
  /** What the administrator lets it have, of what it wants; null: everything. */
  condition: string | null;
  /** The newest error of these conditions, as a sentence. An error means "does not match". */
  conditionError: { message: string; occurredAt: string } | null;
  /** The consumer no longer wants this content type. */
  unsubscribed: boolean;
}

export interface Consumer {
  documentId: string;
  name: string;
  siteId: string;
  url: string;
  lastSeenAt: string | null;
  /** Position up to which the consumer has dealt with the stream. */
  acknowledgedCursor: number;
  subscriptions: ConsumerSubscription[];
  createdAt: string;
  updatedAt: string;
}

export interface UpdateLog {
  /** Id of the log entry, equal to `eventId`. */
  id: string;
  eventId: string;
  /** null until the sequencer has numbered it, a moment after commit. */
  sequence: number | null;
  transactionId: string;
  updateType: UpdateType;
  action: string;
  contentType: string;
  /** The changed document. */
  documentId: string;
  locale: string | null;
  status: VersionStatus | null;
  data: DocumentFields | null;
  state: DocumentFields | null;
  origin: string;
  path: string[];
  actor: string | null;
  occurredAt: string;
}

export interface UpdateLogDelivery {
  /** The consumer's documentId. */
  documentId: string;
  name: string;
  /**
   * `change`: the event itself; `leave`: only that the version leaves the subscription; `earlier`:
   * the event itself, with a later one that made the version meet the condition.
   */
  kind: 'change' | 'leave' | 'earlier';
  deliveredAt: string;
  /** null until the consumer has acknowledged the event. */
  result: ApplyResult | null;
  error: string | null;
}

export interface UpdateLogWithConsumers extends UpdateLog {
  consumers: UpdateLogDelivery[];
}

export const SYNC_STATUSES = ['synced', 'failed', 'retrying', 'waiting', 'skipped'] as const;
export type SyncStatus = (typeof SYNC_STATUSES)[number];

/** Why an event failed; each is mended in its own way (DESIGN §8). */
export const FAILURE_CAUSES = [
  'transient',
  'dependency',
  'validation',
  'schema',
  'permission',
  'mapping',
] as const;
export type FailureCause = (typeof FAILURE_CAUSES)[number];

export interface SyncLog {
  /** Id of the log entry. */
  id: string;
  status: SyncStatus;
  updateType: UpdateType;
  action: string;
  contentType: string;
  /** The document's id on the producer. */
  documentId: string;
  locale: string | null;
  /** Which version of it; `status` is the log entry's. */
  versionStatus: VersionStatus | null;
  /** The document's id here; null while it has none. */
  localDocumentId: string | null;
  useSameId: boolean;
  /** documentId is null once the producer has been deleted here. */
  producer: { documentId: string | null; name: string; url: string };
  eventId: string;
  sequence: number;
  /** What the event carried. */
  data: DocumentFields | null;
  /** A sentence that a person can act on. */
  error: string | null;
  cause: FailureCause | null;
  attempts: number;
  occurredAt: string;
  syncedAt: string | null;
  createdAt: string;
}

export interface SyncLogWithVersions extends SyncLog {
  /**
   * The document as the producer gave it, where it was taken as a whole instead of `data`; no
   * version: the producer no longer had it.
   */
  versions: DocumentVersion[] | null;
}

export interface StreamableContentType {
  uid: string;
  displayName: string;
  streamable: boolean;
  /** Why it cannot be streamed. */
  reason: string | null;
  hasDraftAndPublish: boolean;
  isLocalized: boolean;
  attributes: { name: string; type: string }[];
  /** Content types that its documents refer to, and bring. */
  references: string[];
  /** Content types whose documents come along with those of this one: its references', at any distance. */
  dependencies: string[];
}

/** A document of this site that came from another one, for the Content Manager's edit view. */
export interface DocumentLink {
  /** documentId is null once the producer has been deleted here. */
  producer: { documentId: string | null; name: string; url: string };
  remoteDocumentId: string;
  /** `parked`: an event of it failed, see the sync log. */
  state: 'linked' | 'parked' | 'detached';
  lastSyncedAt: string | null;
}

export interface ConnectionCheck {
  name: 'reachable' | 'key' | 'version' | 'clock' | 'schema';
  ok: boolean;
  message: string;
}

export interface ResyncOutcome {
  id: string;
  status: SyncStatus;
  error: string | null;
}

/** A condition as a person gives it: nothing is null, a filter may come as the object it is. */
const conditionInput = z
  .union([
    z.null(),
    z.literal('').transform(() => null),
    conditionText,
    z.record(z.string(), z.json()).transform((filter) => JSON.stringify(filter)),
  ])
  .pipe(conditionText.nullable());

const subscriptionInput = z.strictObject({
  contentType: contentTypeUid,
  useSameId: z.boolean().default(true),
  versions: z.enum(SUBSCRIBED_VERSIONS).default('all'),
  onLeave: z.enum(LEAVE_POLICIES).default('keep'),
  condition: conditionInput.default(null),
  adopt: identifier.nullable().default(null),
  unsubscribed: z.boolean().default(false),
  /** documentId of a mapping. */
  mapping: identifier.nullable().default(null),
  // Named here so that asking for what this version cannot do is refused, never ignored.
  initialSync: z.literal('none', { error: "only 'none' is available in this version" }).optional(),
});

const subscriptionInputs = z
  .array(subscriptionInput)
  .min(1)
  .max(500)
  .refine(
    (rows) => new Set(rows.map((row) => row.contentType)).size === rows.length,
    'a content type can be subscribed to only once'
  );

const producerUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
  .max(500)
  .transform((url) => url.replace(/\/+$/, ''));
/** An admin user by id, documentId or e-mail. */
const subscriber = z.union([z.number().int().positive(), identifier]);
const accessKey = z.string().trim().min(1).max(2000);

export const createAccessKeyBody = z.strictObject({ name: z.string().trim().min(1).max(100) });
export const createProducerBody = z.strictObject({
  name: z.string().trim().min(1).max(255),
  url: producerUrl,
  accessKey,
  subscriber,
  subscriptions: subscriptionInputs,
});
export const updateProducerBody = createProducerBody.partial();
export const updateConsumerBody = z.strictObject({
  subscriptions: z
    .array(
      z.strictObject({
        contentType: contentTypeUid,
        status: z.enum(SUBSCRIPTION_STATUSES),
        /** Left out: as before. */
        refusedDependencies: z.array(contentTypeUid).max(500).optional(),
        /** Left out: as before. */
        condition: conditionInput.optional(),
      })
    )
    .min(1),
});
export const resyncBody = z.union([
  z.strictObject({ ids: z.array(identifier).min(1).max(1000) }),
  z.strictObject({ filters: z.record(z.string(), z.unknown()) }),
]);

export type SubscriptionInput = z.infer<typeof subscriptionInput>;
export type CreateProducerInput = z.infer<typeof createProducerBody>;
export type UpdateProducerInput = z.infer<typeof updateProducerBody>;
export type UpdateConsumerInput = z.infer<typeof updateConsumerBody>;
export type JudgementInput = UpdateConsumerInput['subscriptions'][number];

/** `GET /status` */
export namespace GetStatus {
  export interface ProducerLink {
    documentId: string;
    name: string;
    state: ProducerState;
    /** Positions of the producer's stream not yet dealt with here. */
    lagEvents: number;
    /** Seconds since this site last reached the producer; null if never. */
    lagSeconds: number | null;
    failed: number;
    waiting: number;
  }
  export interface ConsumerLink {
    documentId: string;
    name: string;
    pendingApprovals: number;
    lagEvents: number;
    lagSeconds: number | null;
  }
  export interface Response {
    data: {
      site: { siteId: string; streamId: string; url: string; head: number };
      producers: ProducerLink[];
      consumers: ConsumerLink[];
      syncLogs: Record<SyncStatus, number>;
    };
  }
}

/** `GET /content-types` */
export namespace GetContentTypes {
  export interface Response {
    data: StreamableContentType[];
  }
}

/** `GET /document-links?contentType=&documentId=`: where a document of this site came from. */
export const documentLinksQuery = z.strictObject({
  contentType: contentTypeUid,
  documentId: identifier,
});
export namespace GetDocumentLinks {
  export type Query = z.infer<typeof documentLinksQuery>;
  export interface Response {
    data: DocumentLink[];
  }
}

/** `GET /subscribers`: admin users who can be chosen as a producer's subscriber. */
export namespace GetSubscribers {
  export interface Response {
    data: AdminUserSummary[];
  }
}

/** `POST /access-keys` */
export namespace CreateAccessKey {
  export type Request = z.infer<typeof createAccessKeyBody>;
  export interface Response {
    /** `accessKey` is shown this once. */
    data: { id: string; name: string; accessKey: string; createdAt: string };
  }
}

/** `GET /producers`, `POST /producers`, `GET|PUT|DELETE /producers/:documentId` */
export namespace Producers {
  export type ListResponse = Page<Producer>;
  export type CreateRequest = z.input<typeof createProducerBody>;
  export type UpdateRequest = z.input<typeof updateProducerBody>;
  export interface Response {
    data: Producer;
  }
  export interface DeleteResponse {
    data: { documentId: string };
    /** `unregistered: false`: the producer could not be told; `message` says what to do. */
    meta: { unregistered: boolean; message: string | null };
  }
}

/** `POST /producers/:documentId/test` */
export namespace TestProducer {
  export interface Response {
    data: { ok: boolean; checks: ConnectionCheck[] };
  }
}

/** `POST /producers/:documentId/pull` */
export namespace PullProducer {
  export interface Response {
    data: { applied: number; skipped: number; failed: number; cursor: number };
  }
}

/** `GET /consumers`, `GET|PUT|DELETE /consumers/:documentId` */
export namespace Consumers {
  export type ListResponse = Page<Consumer>;
  export type UpdateRequest = z.input<typeof updateConsumerBody>;
  export interface Response {
    data: Consumer;
  }
  export interface DeleteResponse {
    data: { documentId: string };
  }
}

/** `GET /update-logs`, `GET /update-logs/:id` */
export namespace UpdateLogs {
  export type ListResponse = Page<UpdateLog>;
  export interface Response {
    data: UpdateLogWithConsumers;
  }
}

/**
 * `GET /sync-logs`; `GET /sync-logs/:id` and `POST /sync-logs/:id/resync` answer one log;
 * `POST /sync-logs/resync` the outcome of each.
 */
export namespace SyncLogs {
  export type ListResponse = Page<SyncLog>;
  export interface Response {
    data: SyncLogWithVersions;
  }
  export type ResyncRequest = z.infer<typeof resyncBody>;
  export interface ResyncResponse {
    data: ResyncOutcome[];
  }
}

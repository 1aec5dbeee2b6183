/**
 * What flows: one event is one change of one version of one document.
 *
 * On the wire an event is a CloudEvents 1.0 JSON object; inside the plugin it is the flat
 * {@link StreamEvent}. `toCloudEvent` and `fromCloudEvent` are the only translation.
 */
import { z } from '@strapi/utils';

export const UPDATE_TYPES = ['create', 'update', 'delete'] as const;
/** What happened to the version, in Frappe's words. */
export type UpdateType = (typeof UPDATE_TYPES)[number];

export type VersionStatus = 'draft' | 'published';

/** Any value that survives JSON unchanged. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | JsonValue[]
  | { [key: string]: JsonValue };

/** Attribute values by attribute name, in the whole-version form (docs/protocol.md). */
export type DocumentFields = Record<string, JsonValue>;

/** One version of a document: a locale × status. Types with neither have one version. */
export interface DocumentVersion {
  locale: string | null;
  status: VersionStatus | null;
  /** Whole-version form (docs/protocol.md), with `createdAt` and `updatedAt` as facts. */
  fields: DocumentFields;
}

/**
 * What a relation or media field holds: one of these, null, or an ordered list. A file is a
 * document of `plugin::upload.file`. The locale is there when the target is localized; the status
 * when it does not follow from that of the version which refers; the e-mail address when it is a
 * user who is matched by it.
 */
export type Reference = {
  contentType: string;
  documentId: string;
  locale?: string;
  status?: VersionStatus;
  email?: string;
};

export const isFields = (value: JsonValue | undefined): value is DocumentFields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isReference = (value: JsonValue | undefined): value is Reference =>
  isFields(value) &&
  typeof value.contentType === 'string' &&
  typeof value.documentId === 'string' &&
  (value.locale === undefined || typeof value.locale === 'string') &&
  (value.status === undefined || value.status === 'draft' || value.status === 'published') &&
  (value.email === undefined || typeof value.email === 'string');

export interface StreamEvent {
  /** Unique for ever; the id of the update log on the site that logged it. */
  eventId: string;
  /** Position in the producer's stream: strictly increasing in commit order. */
  sequence: number;
  /** Events of one document action share it and are applied together. */
  transactionId: string;
  updateType: UpdateType;
  /** The document service's action: create, update, publish … */
  action: string;
  contentType: string;
  documentId: string;
  locale: string | null;
  status: VersionStatus | null;
  /** create: the whole version; update: the changed fields; delete: null. */
  data: DocumentFields | null;
  /** The receiver lacks what came before: it must ask for the whole document instead. */
  isIncomplete: boolean;
  /** With this deletion no version is left. */
  deletesDocument: boolean;
  /** A deletion that is none: the version no longer meets the condition of the subscription. */
  leaves: boolean;
  /** Of a published version: the receiver does not have its draft, which does not come. */
  withoutDraft: boolean;
  /** The whole version after the change, for subscriptions that are mapped; else null. */
  state: DocumentFields | null;
  /** Site where the change was first made. */
  origin: string;
  /** Sites the event has passed, the sending one included. */
  path: string[];
  /** ISO 8601, the producer's clock: shown to people, never used for order. */
  occurredAt: string;
}

const SEQUENCE_DIGITS = String(Number.MAX_SAFE_INTEGER).length;
const EVENT_TYPE_PREFIX = 'event-streaming.document.';

/**
 * Identifiers are at most as long as the columns that hold them, and have no control characters:
 * PostgreSQL stores no U+0000.
 */
export const identifier = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^\p{Cc}]*$/u, 'must not have control characters');
export const contentTypeUid = identifier.regex(
  /^(api|plugin)::[a-z0-9-]+\.[a-z0-9-]+$/i,
  'must be the uid of a content type, such as api::note.note'
);
export const cursor = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/**
 * Fields travel as JSON, so every value parsed from it is a JSON value: going through them all
 * again would cost more than applying them. A name that could reach a prototype is refused.
 */
export const documentFields = z.custom<DocumentFields>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !Object.hasOwn(value, '__proto__'),
  'must be an object of fields'
);

export const cloudEventSchema = z.object({
  specversion: z.literal('1.0'),
  id: identifier,
  source: identifier,
  type: z.templateLiteral([EVENT_TYPE_PREFIX, z.enum(UPDATE_TYPES)]),
  subject: z.string().min(1).max(600),
  time: z.iso.datetime({ offset: true }),
  datacontenttype: z.literal('application/json'),
  sequence: z.string().regex(/^\d{1,16}$/),
  partitionkey: identifier,
  data: z.object({
    transactionId: identifier,
    action: identifier,
    contentType: contentTypeUid,
    documentId: identifier,
    locale: identifier.nullable(),
    status: z.enum(['draft', 'published']).nullable(),
    fields: documentFields.nullable(),
    isIncomplete: z.boolean(),
    deletesDocument: z.boolean(),
    leaves: z.boolean(),
    withoutDraft: z.boolean(),
    state: documentFields.optional(),
    origin: identifier,
    path: z.array(identifier).max(100),
  }),
});

/** One event as a CloudEvents 1.0 JSON object (docs/protocol.md lists every attribute). */
export type CloudEvent = z.infer<typeof cloudEventSchema>;

/** @param siteId the sending site, which becomes the event's `source`. */
export const toCloudEvent = (event: StreamEvent, siteId: string): CloudEvent => ({
  specversion: '1.0',
  id: event.eventId,
  source: `/sites/${siteId}`,
  type: `${EVENT_TYPE_PREFIX}${event.updateType}`,
  subject: `${event.contentType}/${event.documentId}`,
  time: event.occurredAt,
  datacontenttype: 'application/json',
  // The CloudEvents sequence extension wants text whose order is the numbers' order.
  sequence: String(event.sequence).padStart(SEQUENCE_DIGITS, '0'),
  partitionkey: event.documentId,
  data: {
    transactionId: event.transactionId,
    action: event.action,
    contentType: event.contentType,
    documentId: event.documentId,
    locale: event.locale,
    status: event.status,
    fields: event.data,
    isIncomplete: event.isIncomplete,
    deletesDocument: event.deletesDocument,
    leaves: event.leaves,
    withoutDraft: event.withoutDraft,
    ...(event.state ? { state: event.state } : {}),
    origin: event.origin,
    path: event.path,
  },
});

export const fromCloudEvent = (cloudEvent: CloudEvent): StreamEvent => {
  const { fields, state = null, ...data } = cloudEvent.data;
  return {
    ...data,
    data: fields,
    state,
    eventId: cloudEvent.id,
    sequence: Number(cloudEvent.sequence),
    updateType: cloudEvent.type.slice(EVENT_TYPE_PREFIX.length) as UpdateType,
    occurredAt: cloudEvent.time,
  };
};

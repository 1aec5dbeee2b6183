/**
 * The calls between two sites (docs/protocol.md). Each has a schema for what the callee accepts
 * and one for what the caller believes of the answer: neither side trusts the other.
 */
import { z } from '@strapi/utils';

import { cloudEventSchema, contentTypeUid, cursor, documentFields, identifier } from './events';
import { fieldName, shapes } from './shapes';

export const PROTOCOL_VERSION = 1;

export const SUBSCRIPTION_STATUSES = ['pending', 'approved', 'rejected'] as const;
export type SubscriptionStatus = (typeof SUBSCRIPTION_STATUSES)[number];

/** Which versions of a document with Draft & Publish a subscription is about. */
export const SUBSCRIBED_VERSIONS = ['all', 'published'] as const;
export type SubscribedVersions = (typeof SUBSCRIBED_VERSIONS)[number];

/**
 * A page ends at this many events, or later: the events of one document action are never parted.
 */
export const MAX_EVENTS_PER_PAGE = 1000;
/** Documents asked for in one call. */
export const MAX_DOCUMENTS_PER_CALL = 100;

/** An expression over `doc`, a Strapi filter as JSON, or `cmd: <name>` (docs/conditions.md). */
export const conditionText = z.string().trim().min(1).max(10_000);

const siteUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).max(500);

const subscriptionState = z.object({
  contentType: contentTypeUid,
  status: z.enum(SUBSCRIPTION_STATUSES),
});

/** `PUT /consumer`: registers the calling site, or changes its registration. */
export const registerRequest = z.strictObject({
  protocolVersion: z.number().int(),
  siteId: identifier,
  name: identifier,
  url: siteUrl,
  callbackKey: z.string().min(24).max(255),
  subscriptions: z
    .array(
      z.strictObject({
        contentType: contentTypeUid,
        versions: z.enum(SUBSCRIBED_VERSIONS),
        /** Content types that its mapping looks for documents of: they come along, if approved. */
        lookups: z.array(contentTypeUid).max(100).default([]),
        /** Only versions that meet it are wanted; null: all. */
        condition: conditionText.nullable().default(null),
        /** The consumer maps the documents, and needs each version whole. */
        mapped: z.boolean().default(false),
      })
    )
    .max(500),
});
export type RegisterRequest = z.infer<typeof registerRequest>;
export type RequestedSubscription = RegisterRequest['subscriptions'][number];

export const registerResponse = z.object({
  siteId: identifier,
  streamId: identifier,
  head: cursor,
  subscriptions: z.array(subscriptionState),
});
export type RegisterResponse = z.infer<typeof registerResponse>;

/** `GET /site`: what a site says of itself to the holder of an access key. */
export const siteResponse = z.object({
  siteId: identifier,
  streamId: identifier,
  protocolVersion: z.number().int(),
  time: z.iso.datetime({ offset: true }),
  contentTypes: z.array(
    z.object({
      uid: contentTypeUid,
      displayName: z.string().max(255),
      attributes: z.array(z.object({ name: identifier, type: identifier })),
      /** Content types whose documents come along, when documents of this one refer to them. */
      dependencies: z.array(contentTypeUid),
    })
  ),
});
export type SiteResponse = z.infer<typeof siteResponse>;

/** `GET /shapes`: the site's streamable content types, and the components within, as they travel. */
export const shapesResponse = z.object({ shapes });
export type ShapesResponse = z.infer<typeof shapesResponse>;

/** `GET /events?after=&limit=&streamId=` */
export const eventsQuery = z.strictObject({
  after: z.coerce.number().pipe(cursor),
  limit: z.coerce.number().int().min(1).max(MAX_EVENTS_PER_PAGE).default(200),
  streamId: identifier,
});
export type EventsQuery = z.infer<typeof eventsQuery>;

export const eventsResponse = z.object({
  streamId: identifier,
  /** Cursor to ask from next, once these events are applied. */
  nextCursor: cursor,
  /** The newest position of the stream when the page was read. */
  head: cursor,
  events: z.array(cloudEventSchema),
  /** How the producer's administrator has judged each subscription. */
  subscriptions: z.array(subscriptionState),
});
export type EventsResponse = z.infer<typeof eventsResponse>;

export const APPLY_RESULTS = ['synced', 'failed', 'waiting', 'skipped'] as const;
export type ApplyResult = (typeof APPLY_RESULTS)[number];

/** `POST /acknowledgements`: everything up to `cursor` is dealt with here. */
export const acknowledgeRequest = z.strictObject({
  streamId: identifier,
  cursor,
  results: z
    .array(
      z.strictObject({
        eventId: identifier,
        result: z.enum(APPLY_RESULTS),
        error: z.string().max(2000).nullable(),
      })
    )
    .max(MAX_EVENTS_PER_PAGE),
});
export type AcknowledgeRequest = z.infer<typeof acknowledgeRequest>;

export const acknowledgeResponse = z.object({ cursor });

/** `POST /documents`: whole documents by reference, for dependencies and healing. */
export const documentsRequest = z.strictObject({
  references: z
    .array(z.strictObject({ contentType: contentTypeUid, documentId: identifier }))
    .min(1)
    .max(MAX_DOCUMENTS_PER_CALL),
  /** Only to look at: the consumer does not have them from here on. */
  peek: z.boolean().default(false),
});
export type DocumentsRequest = z.infer<typeof documentsRequest>;

/** A document as it is now. */
export const servedDocument = z.object({
  contentType: contentTypeUid,
  documentId: identifier,
  /** Empty when the document does not exist (any more), or is withheld. */
  versions: z.array(
    z.object({
      locale: identifier.nullable(),
      status: z.enum(['draft', 'published']).nullable(),
      fields: documentFields,
    })
  ),
  /** Versions that exist, but do not meet the condition of the subscription. */
  withheld: z.array(
    z.object({
      locale: identifier.nullable(),
      status: z.enum(['draft', 'published']).nullable(),
    })
  ),
});
export type ServedDocument = z.infer<typeof servedDocument>;

/** As the caller reads it: each document by itself, so that a broken one costs no other. */
export const documentsResponse = z.object({
  /** Every change numbered up to here is in the documents; later ones may be. */
  sequence: cursor,
  documents: z.array(z.unknown()),
});
export interface DocumentsResponse {
  sequence: number;
  documents: ServedDocument[];
}

/** More than one is too many, however many there are. */
export const MAX_FOUND_DOCUMENTS = 2;

/** `POST /documents/find`: documents with these values, as a look-up of a mapping needs one. */
export const findDocumentsRequest = z.strictObject({
  contentType: contentTypeUid,
  /** Own scalar fields, each with the value that it has to have. */
  filters: z
    .record(fieldName, z.union([z.string().max(10_000), z.number(), z.boolean(), z.null()]))
    .refine((filters) => Object.keys(filters).length > 0, 'must name at least one field')
    .refine((filters) => Object.keys(filters).length <= 20, 'must name at most 20 fields'),
});
export type FindDocumentsRequest = z.infer<typeof findDocumentsRequest>;

export const findDocumentsResponse = z.object({
  /** None, the one, or two of several. */
  documentIds: z.array(identifier).max(MAX_FOUND_DOCUMENTS),
});
export type FindDocumentsResponse = z.infer<typeof findDocumentsResponse>;

/** `POST /poke`: "there is something". Signed with the callback key, carries no content. */
export const pokeRequest = z.strictObject({ siteId: identifier, head: cursor });
export type PokeRequest = z.infer<typeof pokeRequest>;

/** Errors that a caller can act on, in `error.details.code` of a Strapi error answer. */
export const WIRE_ERROR_CODES = [
  'not_registered',
  'key_in_use',
  'site_in_use',
  'unsupported_protocol',
  'stream_changed',
  'cursor_ahead',
  'content_type_not_streamable',
  'content_type_not_approved',
  /** No such field to find documents by, or none that leaves the site. */
  'field_not_known',
  /** More documents have nearly these values than are looked through. */
  'too_many_candidates',
  'condition_not_valid',
  /** No such file, or none that this consumer may have. */
  'file_not_found',
  /** The file's bytes are lost or out of reach on the producer. */
  'file_unreadable',
] as const;
export type WireErrorCode = (typeof WIRE_ERROR_CODES)[number];

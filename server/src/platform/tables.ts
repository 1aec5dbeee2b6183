/**
 * Lean tables: high-volume internals without Strapi's document columns. They are registered as
 * models, so Strapi creates and migrates them and `strapi.db` queries them by uid. An import or
 * transfer empties them, which is how a break in the stream shows (strapi-facts §14).
 */
import type { Model } from '@strapi/database';
import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';

export const TABLES = {
  site: 'plugin::event-streaming.site',
  delivery: 'plugin::event-streaming.delivery',
  documentLink: 'plugin::event-streaming.document-link',
  position: 'plugin::event-streaming.position',
  intent: 'plugin::event-streaming.intent',
  lease: 'plugin::event-streaming.lease',
  remoteShapes: 'plugin::event-streaming.remote-shapes',
  fileDigest: 'plugin::event-streaming.file-digest',
} as const;

const required = { column: { notNullable: true } } as const;
const id = { type: 'increments' } as const;

const models = [
  {
    // One row: who this site is, and the number given to the last event.
    uid: TABLES.site,
    singularName: 'site',
    tableName: 'event_streaming_site',
    attributes: {
      id,
      name: { type: 'string', ...required },
      siteId: { type: 'string', ...required },
      streamId: { type: 'string', ...required },
      sequence: { type: 'biginteger', ...required },
    },
    indexes: [{ name: 'event_streaming_site_name_unique', columns: ['name'], type: 'unique' }],
  },
  {
    // Which event went to which consumer, and what became of it there.
    uid: TABLES.delivery,
    singularName: 'delivery',
    tableName: 'event_streaming_deliveries',
    attributes: {
      id,
      consumerId: { type: 'integer', ...required },
      sequence: { type: 'biginteger', ...required },
      eventId: { type: 'string', ...required },
      contentType: { type: 'string', ...required },
      sourceDocumentId: { type: 'string', ...required },
      sourceLocale: { type: 'string' },
      sourceStatus: { type: 'string' },
      kind: { type: 'string', ...required },
      isStale: { type: 'boolean', column: { notNullable: true, defaultTo: false } },
      // Where the document was served whole at that moment: its versions that were.
      servedVersions: { type: 'text' },
      // Of an earlier event: the later one that it was sent with.
      sentWith: { type: 'biginteger' },
      deliveredAt: { type: 'datetime', ...required },
      result: { type: 'string' },
      error: { type: 'text' },
    },
    indexes: [
      {
        name: 'event_streaming_deliveries_unique',
        columns: ['consumer_id', 'sequence', 'source_document_id', 'content_type'],
        type: 'unique',
      },
      {
        name: 'event_streaming_deliveries_held_index',
        columns: ['consumer_id', 'source_document_id', 'content_type'],
        type: null,
      },
      { name: 'event_streaming_deliveries_event_index', columns: ['event_id'], type: null },
    ],
  },
  {
    // Which local document a remote document has become here.
    uid: TABLES.documentLink,
    singularName: 'document-link',
    tableName: 'event_streaming_document_links',
    attributes: {
      id,
      producerSiteId: { type: 'string', ...required },
      remoteContentType: { type: 'string', ...required },
      remoteDocumentId: { type: 'string', ...required },
      localContentType: { type: 'string', ...required },
      localDocumentId: { type: 'string' },
      appliedSequence: { type: 'biginteger', ...required },
      state: { type: 'string', ...required },
    },
    indexes: [
      {
        name: 'event_streaming_document_links_remote_unique',
        columns: ['producer_site_id', 'remote_content_type', 'remote_document_id'],
        type: 'unique',
      },
      {
        name: 'event_streaming_document_links_local_index',
        columns: ['local_document_id', 'local_content_type'],
        type: null,
      },
    ],
  },
  {
    // How far this site has come in each producer's stream.
    uid: TABLES.position,
    singularName: 'position',
    tableName: 'event_streaming_positions',
    attributes: {
      id,
      producerSiteId: { type: 'string', ...required },
      streamId: { type: 'string', ...required },
      cursor: { type: 'biginteger', ...required },
      head: { type: 'biginteger', ...required },
    },
    indexes: [
      {
        name: 'event_streaming_positions_site_unique',
        columns: ['producer_site_id'],
        type: 'unique',
      },
    ],
  },
  {
    // What each producer's content types look like, as it said last.
    uid: TABLES.remoteShapes,
    singularName: 'remote-shapes',
    tableName: 'event_streaming_remote_shapes',
    attributes: {
      id,
      producerSiteId: { type: 'string', ...required },
      shapes: { type: 'text', ...required },
      readAt: { type: 'biginteger', ...required },
    },
    indexes: [
      {
        name: 'event_streaming_remote_shapes_site_unique',
        columns: ['producer_site_id'],
        type: 'unique',
      },
    ],
  },
  {
    // A write that an update log is still to be made of.
    uid: TABLES.intent,
    singularName: 'intent',
    tableName: 'event_streaming_intents',
    attributes: {
      id,
      contentType: { type: 'string', ...required },
      sourceDocumentId: { type: 'string', ...required },
      sourceLocale: { type: 'string' },
      sourceStatus: { type: 'string' },
      kind: { type: 'string', ...required },
      fields: { type: 'text' },
      action: { type: 'string', ...required },
      actor: { type: 'string' },
      occurredAt: { type: 'datetime', ...required },
    },
    indexes: [],
  },
  {
    // Which process does a job that needs doing only once per database.
    uid: TABLES.lease,
    singularName: 'lease',
    tableName: 'event_streaming_leases',
    attributes: {
      id,
      name: { type: 'string', ...required },
      owner: { type: 'string', ...required },
      expiresAt: { type: 'biginteger', ...required },
    },
    indexes: [{ name: 'event_streaming_leases_name_unique', columns: ['name'], type: 'unique' }],
  },
  {
    // Digests of the bytes of this site's files, so that each content is read for it only once.
    uid: TABLES.fileDigest,
    singularName: 'file-digest',
    tableName: 'event_streaming_file_digests',
    attributes: {
      id,
      fileDocumentId: { type: 'string', ...required },
      fingerprint: { type: 'text', ...required },
      size: { type: 'biginteger', ...required },
      digest: { type: 'string', ...required },
    },
    indexes: [
      {
        name: 'event_streaming_file_digests_file_unique',
        columns: ['file_document_id'],
        type: 'unique',
      },
      { name: 'event_streaming_file_digests_digest_index', columns: ['digest'], type: null },
    ],
  },
];

export const registerTables = (strapi: Core.Strapi): void => {
  const registry = strapi.get<{ add(model: Model): unknown }>('models');
  models.forEach((model) => registry.add(model as unknown as Model));
};

/**
 * A knex builder on the table of a model, in the database's schema. It does not join Strapi's
 * ambient transaction: give `trx` inside one, or SQLite waits for itself (strapi-facts §1).
 */
export const tableOf = (strapi: Core.Strapi, uid: string, trx?: Knex.Transaction) => {
  const query = strapi.db.getConnection(strapi.db.metadata.get(uid).tableName);
  return trx ? query.transacting(trx) : query;
};

import type { Subscriber } from './assert-may';
import type { RemoteDocument } from './document-links';
import type { RemoteReference } from './failures';
import type { FilesContext } from './files';
import type { ProducerMappings } from './mappings';
import type { ProducerRow, ProducerSubscriptionRow } from './producer-store';
import type { FetchLimits } from './stock';
import { type DocumentVersion, USER_TYPES } from '../documents';
import type { Hooks, PermissionChecker } from '../platform';
import type { FindDocumentsRequest } from '../protocol';
import type { Core } from '@strapi/strapi';

/**
 * The whole state of a remote document, with the sequence it contains; without a version, even a
 * withheld one, it is gone.
 */
export interface WholeDocument extends RemoteReference {
  sequence: number;
  versions: DocumentVersion[];
  /** Versions that exist there, and do not meet the condition of the subscription. */
  withheld: Pick<DocumentVersion, 'locale' | 'status'>[];
}

/** What the producer gave of the documents that were asked for. */
export interface FetchedDocuments {
  wholes: WholeDocument[];
  /** Those that this site cannot read, with the reason, by key. */
  unreadable: ReadonlyMap<string, string>;
}

/** Everything that applying what a producer sends needs to know. */
export interface ApplyContext {
  strapi: Core.Strapi;
  producer: ProducerRow;
  /** This site, whose own changes never come back to it. */
  siteId: string;
  /** The admin user in whose name documents are written. */
  subscriber: Subscriber;
  permissionsOn(contentType: string): PermissionChecker;
  /** How files are received. */
  files: FilesContext;
  /** Of documents that are fetched and held until they are applied. */
  limits: FetchLimits;
  /** How documents of mapped content types become documents of this site. */
  mappings: ProducerMappings;
  hooks: Hooks;
  /** Asks the producer for documents as they are now. Outside transactions. */
  fetchDocuments(references: RemoteReference[]): Promise<FetchedDocuments>;
  /**
   * Asks the producer which documents have these values: none, the one, or two of several. Outside
   * transactions.
   */
  findDocuments(request: FindDocumentsRequest): Promise<string[]>;
}

export const keyOf = ({ contentType, documentId }: RemoteReference): string =>
  `${contentType}/${documentId}`;

export const remoteOf = (
  { producer }: ApplyContext,
  { contentType, documentId }: RemoteReference
): RemoteDocument => ({ producerSiteId: producer.siteId, contentType, documentId });

/** Whole documents at hand, by key. */
export type Wholes = ReadonlyMap<string, WholeDocument>;

/** @param contentType the producer's, as in all of these */
export const subscriptionTo = (
  { producer }: ApplyContext,
  contentType: string
): ProducerSubscriptionRow | undefined =>
  producer.subscriptions.find((row) => row.contentType === contentType && !row.unsubscribed);

/**
 * Whether documents of a type are matched with those that are here, and never come: users, unless
 * this site is subscribed to them.
 */
export const areMatched = (context: ApplyContext, contentType: string): boolean =>
  USER_TYPES.includes(contentType) && !subscriptionTo(context, contentType);

/** A document that only comes along keeps its id where those that bring it do. */
export const usesSameId = (context: ApplyContext, contentType: string): boolean =>
  subscriptionTo(context, contentType)?.useSameId ??
  context.producer.subscriptions.every(({ useSameId }) => useSameId);

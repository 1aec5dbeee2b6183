/** What code of a site can hang into the stream (docs/extending.md). Types only. */
import type { FailureCause } from './admin';
import type { DocumentFields, UpdateType, VersionStatus } from './events';

/** One version of a document: which content type, which document, which of its versions. */
export interface HookedVersion {
  contentType: string;
  documentId: string;
  locale: string | null;
  status: VersionStatus | null;
}

/** On the producer: a version is about to be sent to one consumer. */
export interface BeforeSend extends HookedVersion {
  /** The site that gets it. */
  consumer: { documentId: string; name: string; siteId: string; url: string };
  /** null: it is part of a whole document that the consumer asks for. */
  updateType: UpdateType | null;
  /**
   * What is sent, in the whole-version form: of an update the changed fields, or all of them where
   * the consumer maps documents; null of a deletion.
   */
  fields: DocumentFields | null;
}

/** The site that documents come from. */
export interface HookedProducer {
  documentId: string;
  name: string;
  siteId: string;
  url: string;
}

/** On the consumer: a version is about to be written. It is named as it is on this site. */
export interface BeforeApply extends HookedVersion {
  producer: HookedProducer;
  /** The document as the producer names it. */
  remote: { contentType: string; documentId: string };
  /** create: this site does not have the version yet. */
  updateType: UpdateType;
  /**
   * What is written, after the mapping, with references to documents of this site: of an update
   * the changed fields; null of a deletion.
   */
  fields: DocumentFields | null;
}

/** What became of something that the producer sent. */
interface HookedResult {
  producer: HookedProducer;
  /** The document and version as the producer names them. */
  remote: HookedVersion;
  /** `dependency`: it came along because another document refers to it. */
  cause: 'event' | 'dependency';
  updateType: UpdateType;
}

/** On the consumer: an event has been applied, and what it wrote is committed. */
export interface AfterApply extends HookedResult {
  /** null: it is no more. */
  local: { contentType: string; documentId: string } | null;
}

/** On the consumer: an event could not be applied, and its document waits. */
export interface OnFailure extends HookedResult {
  failure: { cause: FailureCause; message: string };
}

/**
 * What a hook makes of a version. `fields` replaces those that it was given; `skip` says why the
 * version is left out. Without an answer it goes on as it is.
 */
export type HookAnswer = { fields: DocumentFields } | { skip: string } | undefined | void;

export interface HookFunctions {
  beforeSend(version: BeforeSend): HookAnswer | Promise<HookAnswer>;
  beforeApply(version: BeforeApply): HookAnswer | Promise<HookAnswer>;
  afterApply(result: AfterApply): void | Promise<void>;
  onFailure(result: OnFailure): void | Promise<void>;
}
export type HookName = keyof HookFunctions;

import type { Circles } from './circles';
import type { ApplyContext } from '../apply-context';
import type { RemoteReference } from '../failures';
import type { Supplies } from '../gather';
import type { DocumentVersion } from '../../documents';

/** What became of a document. */
export type Applied =
  | {
      kind: 'applied';
      localDocumentId: string | null;
      /** The document as the producer gave it; null: only what events change of it. */
      versions: DocumentVersion[] | null;
      /** Why events come to nothing here, by eventId. */
      skipped: ReadonlyMap<string, string>;
    }
  /** Hooks of this site left all of it out, or nothing here could be what it is. */
  | { kind: 'skipped'; reason: string }
  /** It is in already. */
  | { kind: 'redelivered' }
  | { kind: 'parked' };

/** Why a document is applied as a whole. */
export type Cause =
  | { kind: 'event'; sequence: number; origin: string; path: string[] }
  /** Another document refers to it. */
  | { kind: 'dependency' };

/** A document that came along, for the sync log. */
export interface Dependency extends RemoteReference {
  sequence: number;
  versions: DocumentVersion[];
  localDocumentId: string | null;
}

/** The applying of one transaction: what it works with, and what it keeps in mind on the way. */
export interface Application {
  readonly context: ApplyContext;
  readonly supplies: Supplies;
  /**
   * Applies one of the supplied documents because another one refers to it. Given here since
   * applying a document and bringing what it refers to need each other.
   */
  applyDependency(reference: RemoteReference): Promise<Applied>;
  /** Documents that came along, in the order in which they were written. */
  readonly dependencies: Dependency[];
  /** What documents lack that come later, by their own keys: one for each. */
  readonly unfinished: Map<string, RemoteReference>;
  /** Keys of the supplied documents that have been applied as dependencies. */
  readonly brought: Set<string>;
  readonly circles: Circles;
}

/**
 * What a document action under way already captures, so that the writes within it do not do so
 * again. It goes along with the async context, into whatever lifecycles and plugins do meanwhile.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

import type { Intent } from './intent';

interface Scope {
  contentType: string;
  /** undefined: a document in the making, whose id only the action's result tells. */
  documentId: string | undefined;
  /** References to the document are compared before and after the action. */
  areLinksWatched: boolean;
  /** Intents that may be of the document in the making. */
  deferred: Intent[];
  outer: Scope | undefined;
}

const storage = new AsyncLocalStorage<Scope>();

function* scopes(): Generator<Scope> {
  for (let scope = storage.getStore(); scope; scope = scope.outer) {
    yield scope;
  }
}

export interface CoveredDocument {
  contentType: string;
  documentId: string | undefined;
  areLinksWatched: boolean;
}

/**
 * Runs a document action that captures its document itself.
 * @param documentIdOf tells from the result which document a creating action has made
 * @returns its result, and intents of other documents that could not be told from its own before
 */
export const runCovered = async <T>(
  document: CoveredDocument,
  work: () => Promise<T>,
  documentIdOf: (result: T) => string | undefined
): Promise<{ result: T; deferred: Intent[] }> => {
  const scope: Scope = { ...document, deferred: [], outer: storage.getStore() };
  const result = await storage.run(scope, work);
  // Work that was left running still has this scope; whatever it writes now is known to be other.
  scope.documentId ??= documentIdOf(result) ?? '';
  return {
    result,
    deferred: scope.deferred.filter(({ documentId }) => documentId !== scope.documentId),
  };
};

/** Leaves out what an action under way captures itself, and keeps back what it may. */
export const withoutCovered = (intents: Intent[]): Intent[] =>
  intents.filter((intent) => {
    for (const scope of scopes()) {
      if (scope.contentType === intent.contentType) {
        if (scope.documentId === undefined) {
          scope.deferred.push(intent);
          return false;
        }
        if (scope.documentId === intent.documentId) {
          return false;
        }
      }
    }
    return true;
  });

/** Whether an action under way captures this document itself. */
export const isCovered = (contentType: string, documentId: string): boolean => {
  for (const scope of scopes()) {
    if (scope.contentType === contentType && scope.documentId === documentId) {
      return true;
    }
  }
  return false;
};

/** Whether an action under way compares the references to this document. */
export const areLinksWatched = (contentType: string, documentId: string): boolean => {
  for (const scope of scopes()) {
    if (
      scope.areLinksWatched &&
      scope.contentType === contentType &&
      scope.documentId === documentId
    ) {
      return true;
    }
  }
  return false;
};

/** Whether that could be so for some document of the type: asked before reading its id. */
export const mayWatchLinks = (contentType: string): boolean => {
  for (const scope of scopes()) {
    if (scope.areLinksWatched && scope.contentType === contentType) {
      return true;
    }
  }
  return false;
};

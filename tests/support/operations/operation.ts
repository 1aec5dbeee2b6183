import type { Method } from '../http';

/** Groups that can be played alone: see `CONVERGENCE_ONLY`. */
export const KINDS = [
  'versions',
  'structure',
  'relations',
  'media',
  'bypass',
  'transactions',
  'locales',
] as const;
export type Kind = (typeof KINDS)[number];

/**
 * A document is called by a handle, such as `api::page.page#3`: ids are not the same when a list
 * of operations is played again. Handles become ids when an operation runs.
 */
export type Handle = string;

export type Status = 'draft' | 'published';

export interface VersionReference {
  handle: Handle;
  locale: string | null;
  status: Status | null;
}

/** JSON in which `{ $documentId }` and `{ $rowId }` stand for ids. */
export type Template =
  | null
  | boolean
  | number
  | string
  | Template[]
  | { $documentId: Handle }
  | { $rowId: VersionReference }
  | { [name: string]: Template };

/** The document service, as code of the site calls it, or `strapi.db.query`, which passes it by. */
export interface CallAction {
  via: 'documents' | 'query';
  uid: string;
  method: string;
  params: Template;
}

export type Action =
  | CallAction
  | { via: 'transaction'; calls: CallAction[]; rollBack: boolean }
  | {
      via: 'admin' | 'rest';
      method: Method;
      path: Template[];
      query?: Template;
      body?: Template;
    }
  | {
      via: 'upload';
      path: Template[];
      file?: UploadedFile;
      fileInfo: Template;
      /** The content API can link what it uploads to an entry at once. */
      link?: { ref: string; refId: Template; field: string };
    }
  /** Deletes a locale of the site and adds it again. */
  | { via: 'locale'; code: string }
  /** Reads components with their ids and writes them back otherwise, as an editor does. */
  | {
      via: 'components';
      uid: string;
      version: VersionReference;
      attribute: string;
      change: ComponentChange;
    };

export interface UploadedFile {
  name: string;
  type: string;
  base64: string;
}

export type ComponentChange = 'reverse' | 'drop first' | 'keep';

export interface Operation {
  kind: Kind;
  action: Action;
  /** Types of which documents or versions may come or go. */
  touches: string[];
  /** Handles of the documents that came to be, for playing the list again. */
  made?: Handle[];
}

const showPath = (path: readonly Template[]): string =>
  path.map((part) => (typeof part === 'string' ? part : '*')).join('');

export const describeOperation = ({ kind, action }: Operation): string => {
  switch (action.via) {
    case 'documents':
    case 'query':
      return `${kind}: ${action.via} ${action.uid} ${action.method}`;
    case 'admin':
    case 'rest':
      return `${kind}: ${action.via} ${action.method} ${showPath(action.path)}`;
    case 'upload':
      return `${kind}: upload ${showPath(action.path)}`;
    case 'transaction':
      return `${kind}: transaction${action.rollBack ? ', rolled back' : ''}`;
    case 'locale':
      return `${kind}: delete and add ${action.code}`;
    case 'components':
      return `${kind}: components ${action.uid} ${action.change}`;
  }
};

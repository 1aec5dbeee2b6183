import type { Http, Query } from './http';
import { RequestFailed } from './http';

/** A document as the Content Manager answers it. */
export type DocumentOf<Fields> = Fields & {
  documentId: string;
  createdAt: string;
  updatedAt: string;
};

export interface VersionOptions {
  locale?: string;
}

/** Documents of one content type, edited as a person edits them: through the Content Manager. */
export interface Documents<Fields> {
  create(fields: Partial<Fields>, options?: VersionOptions): Promise<DocumentOf<Fields>>;
  update(
    documentId: string,
    fields: Partial<Fields>,
    options?: VersionOptions
  ): Promise<DocumentOf<Fields>>;
  publish(
    documentId: string,
    fields?: Partial<Fields>,
    options?: VersionOptions
  ): Promise<DocumentOf<Fields>>;
  unpublish(documentId: string, options?: VersionOptions): Promise<DocumentOf<Fields>>;
  discardDraft(documentId: string, options?: VersionOptions): Promise<DocumentOf<Fields>>;
  /** Every locale of the document, unless one is named. */
  remove(documentId: string, options?: VersionOptions): Promise<void>;
  /** null when there is no such document. */
  findOne(documentId: string, query?: Query): Promise<DocumentOf<Fields> | null>;
  /** All pages of the list. */
  findAll(query?: Query): Promise<DocumentOf<Fields>[]>;
}

interface Answer<Fields> {
  data: DocumentOf<Fields>;
}

interface ListAnswer<Fields> {
  results: DocumentOf<Fields>[];
  pagination: { page: number; pageCount: number };
}

const PAGE_SIZE = 100;

export const createDocuments = <Fields extends object = Record<string, unknown>>(
  http: Http,
  contentType: string
): Documents<Fields> => {
  const collection = `/content-manager/collection-types/${contentType}`;

  /** The Content Manager reads a write's locale from the body. */
  const write = async (
    method: 'post' | 'put',
    path: string,
    fields: object,
    options: VersionOptions = {}
  ): Promise<DocumentOf<Fields>> => {
    const { data } = await http.send<Answer<Fields>>(method, `${collection}${path}`, {
      query: { ...options },
      body: { ...fields, ...options },
    });
    return data;
  };

  return {
    create: (fields, options) => write('post', '', fields, options),
    update: (documentId, fields, options) => write('put', `/${documentId}`, fields, options),
    publish: (documentId, fields = {}, options) =>
      write('post', `/${documentId}/actions/publish`, fields, options),
    unpublish: (documentId, options) =>
      write('post', `/${documentId}/actions/unpublish`, {}, options),
    discardDraft: (documentId, options) =>
      write('post', `/${documentId}/actions/discard`, {}, options),

    async remove(documentId, { locale = '*' } = {}) {
      await http.send('delete', `${collection}/${documentId}`, { query: { locale } });
    },

    async findOne(documentId, query) {
      try {
        const { data } = await http.send<Answer<Fields>>('get', `${collection}/${documentId}`, {
          query,
        });
        return data;
      } catch (error) {
        if (error instanceof RequestFailed && error.status === 404) return null;
        throw error;
      }
    },

    async findAll(query = {}) {
      const found: DocumentOf<Fields>[] = [];
      for (let page = 1, pageCount = 1; page <= pageCount; page += 1) {
        const { results, pagination } = await http.send<ListAnswer<Fields>>('get', collection, {
          query: { sort: 'documentId:asc', ...query, page, pageSize: PAGE_SIZE },
        });
        found.push(...results);
        pageCount = pagination.pageCount;
      }
      return found;
    },
  };
};

import type { Server } from 'node:http';

import supertest from 'supertest';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Where requests go: a site's URL, or the server of a Strapi in this process. */
export type Target = string | Server;

export type Query = Record<string, unknown>;

/** A request was answered with another status than 2xx. */
export class RequestFailed extends Error {
  constructor(
    readonly method: Method,
    readonly path: string,
    readonly status: number,
    readonly body: unknown
  ) {
    super(`${method.toUpperCase()} ${path} answered ${status}: ${JSON.stringify(body)}`);
    this.name = 'RequestFailed';
  }
}

export interface Http {
  /** The bare supertest request, for tests of statuses and headers. */
  request(method: Method, path: string): supertest.Test;
  /** The answer's body; throws {@link RequestFailed} unless the status is 2xx. */
  send<T>(method: Method, path: string, options?: { query?: Query; body?: unknown }): Promise<T>;
}

/** Nested values in the bracket notation that Strapi parses: `filters[title][$eq]=a`. */
export const toQueryString = (query: Query): string => {
  const pairs: string[] = [];
  const add = (key: string, value: unknown): void => {
    if (value === undefined) return;
    if (value !== null && typeof value === 'object') {
      for (const [part, inner] of Object.entries(value)) add(key ? `${key}[${part}]` : part, inner);
    } else {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      pairs.push(`${encodeURIComponent(key)}=${encodeURIComponent(text)}`);
    }
  };
  add('', query);
  return pairs.join('&');
};

/** Requests to one site, with a bearer token if one is given. */
export const createHttp = (target: Target, token?: string): Http => {
  const http: Http = {
    request(method, path) {
      const request = supertest(target)[method](path);
      return token ? request.set('Authorization', `Bearer ${token}`) : request;
    },
    async send<T>(
      method: Method,
      path: string,
      { query, body }: { query?: Query; body?: unknown } = {}
    ) {
      const url = query ? `${path}?${toQueryString(query)}` : path;
      const request = http.request(method, url);
      const {
        ok,
        status,
        body: answer,
      } = await (body === undefined ? request : request.send(body as object));
      if (!ok) throw new RequestFailed(method, url, status, answer);
      return answer as T;
    },
  };
  return http;
};

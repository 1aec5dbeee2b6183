/**
 * Routes for other sites. Their scopes do not end in `find` or `findOne`, which every read-only
 * token satisfies, and only API tokens are accepted: no public role, no end user (strapi-facts §6).
 */
const route = (
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  action: string,
  {
    scope = action,
    middlewares = ['strapi::compression'],
  }: { scope?: string; middlewares?: string[] } = {}
) => ({
  method,
  path,
  handler: `stream.${action}`,
  config: {
    auth: {
      strategies: ['content-api-token'],
      scope: [`plugin::event-streaming.stream.${scope}`],
    },
    middlewares,
  },
});

export const contentApiRoutes = {
  type: 'content-api',
  routes: [
    route('GET', '/site', 'describe'),
    // Who may know which content types there are may know what they look like.
    route('GET', '/shapes', 'shapes', { scope: 'describe' }),
    route('PUT', '/consumer', 'register'),
    route('DELETE', '/consumer', 'unregister'),
    route('GET', '/events', 'events'),
    route('POST', '/acknowledgements', 'acknowledge'),
    route('POST', '/documents', 'documents'),
    route('POST', '/documents/find', 'findDocuments', { scope: 'documents' }),
    // As they are: parts of compressed bytes could not be asked for.
    route('GET', '/files/:id', 'file', { middlewares: [] }),
    // Its credential is the signature, checked by the handler.
    { method: 'POST', path: '/poke', handler: 'poke.receive', config: { auth: false } },
  ],
};

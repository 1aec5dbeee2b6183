import type { Context } from 'koa';

/** The id in the route's path. The router always sets it where a route names it. */
export const idOf = (ctx: Context): string => (ctx.params as { id: string }).id;

/** The parsed body, whatever it is: validate it before use. */
export const bodyOf = (ctx: Context): unknown => (ctx.request as { body?: unknown }).body;

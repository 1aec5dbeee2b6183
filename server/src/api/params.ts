import type { Context } from 'koa';

import type { Saver } from '../sync';

/** The id in the route's path. The router always sets it where a route names it. */
export const idOf = (ctx: Context): string => (ctx.params as { id: string }).id;

/** The parsed body, whatever it is: validate it before use. */
export const bodyOf = (ctx: Context): unknown => (ctx.request as { body?: unknown }).body;

interface AdminState {
  user: { id: number };
  userAbility: { can(action: string): boolean };
}

/** The administrator of the request, which the route's policies have let in. */
export const saverOf = (ctx: Context): Saver => {
  const { user, userAbility } = ctx.state as AdminState;
  return { id: user.id, managesUsers: userAbility.can('admin::users.update') };
};

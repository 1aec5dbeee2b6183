import type { Core } from '@strapi/strapi';

interface RequestState {
  user?: { id?: number | string };
  auth?: { strategy?: { name?: string }; credentials?: { id?: number | string } | null };
}

/**
 * Who made the change, for the log: `admin:1`, `content-api-token:3`, `users-permissions:7`, or
 * null for a write outside any request. Ids, not names: the log is kept longer than people are.
 */
export const currentActor = (strapi: Core.Strapi): string | null => {
  const state = strapi.requestContext.get()?.state as RequestState | undefined;
  const strategy = state?.auth?.strategy?.name;
  const id = state?.auth?.credentials?.id ?? state?.user?.id;
  return strategy && id !== undefined ? `${strategy}:${id}` : null;
};

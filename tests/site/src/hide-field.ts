import type { Core, UID } from '@strapi/strapi';

/** With `PRIVATE_FIELD=api::note.note/title`, a field that was open until then is private. */
export const hideField = (strapi: Core.Strapi, name: string): void => {
  const [uid, field] = name.split('/');
  const attributes = strapi.contentType(uid as UID.ContentType).attributes as Record<
    string,
    { private?: boolean }
  >;
  attributes[field].private = true;
};

import type { Core } from '@strapi/strapi';

/** Whether a note was the first, third, fifth … to be written, as in Frappe's own example. */
export const isOddNote = async (
  strapi: Core.Strapi,
  { createdAt }: { createdAt: string }
): Promise<boolean> => {
  const count = await strapi.db
    .query('api::note.note')
    .count({ where: { createdAt: { $lte: createdAt } } });
  return count % 2 === 1;
};

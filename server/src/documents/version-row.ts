import type { Core } from '@strapi/strapi';

import type { DocumentVersion } from './version';

/** The row in which a version of a document is kept; null: there is none. */
export const findRow = (
  strapi: Core.Strapi,
  uid: string,
  documentId: string,
  { locale, status }: Omit<DocumentVersion, 'fields'>
): Promise<{ id: number } | null> =>
  strapi.db
    .queryBuilder(uid)
    .init({
      where: {
        documentId,
        ...(locale === null ? {} : { locale }),
        ...(status === null ? {} : { publishedAt: { $null: status === 'draft' } }),
      },
      select: ['id'],
    })
    .first()
    .execute<{ id: number } | null>();

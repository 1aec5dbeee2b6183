import type { Core } from '@strapi/strapi';

export const findLocales = async (strapi: Core.Strapi): Promise<string[]> => {
  const rows = await strapi.db
    .queryBuilder('plugin::i18n.locale')
    .init({ select: ['code'] })
    .execute<{ code: string }[]>();
  return rows.map(({ code }) => code);
};

interface LocalesService {
  getDefaultLocale(): Promise<string>;
}

/** The locale that documents have when none is named. */
export const findDefaultLocale = (strapi: Core.Strapi): Promise<string> =>
  strapi.plugin('i18n').service<LocalesService>('locales').getDefaultLocale();
